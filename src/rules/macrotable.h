/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is known of macros while headers are read, for the files that read them.
 */
#ifndef RULES_MACROTABLE_H
#define RULES_MACROTABLE_H

#include "rules/macros.h"

/* two thousand names in it let one other word in thirty pass */
#define MACROS_FILTER_BITS (1U << 16)

/**
 * struct macro - all definitions of one name
 * @loop: one is "for (...)" or "while (...)"
 * @attribute: one is nothing but attributes
 * @other: one is something else, so that it is neither
 * @calls: char *: one is a call of this macro; NULL for none
 * @told: a macro file has it already
 * @params: "(x)" of the first definition, "" when it takes none
 * @line: for spatch, once it is settled; NULL: nothing is said of it
 */
struct macro {
	bool loop;
	bool attribute;
	bool other;
	bool told;
	GPtrArray *calls;
	char *params;
	char *line;
};

/**
 * struct macros - see the header
 * @names: char * to struct macro
 * @others: word_hash() of each name that is something else and, if it is in @names too, neither a
 *          loop nor an attribute: most are just that, and need no more
 * @others_size: a power of two, or 0
 * @others_used: of them
 * @base: asked next, or NULL
 * @filter: a bit is set for each name that has a line; by its hash, so that others may share it
 */
struct macros {
	GHashTable *names;
	guint64 *others;
	guint others_size;
	guint others_used;
	const struct macros *base;
	guint8 filter[MACROS_FILTER_BITS / 8];
};

/** macros_add_other() - by the name's hash */
void macros_add_other(struct macros *macros, guint64 hash);

/** macro_of() - the one with this name, made when it is new */
struct macro *macro_of(struct macros *macros, const char *name);

#endif /* RULES_MACROTABLE_H */
