/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a function declares a variable as, of those that a place in it sees.
 */
#ifndef ENGINE_CODE_VARIABLES_H
#define ENGINE_CODE_VARIABLES_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/heads.h"

/**
 * struct variable - as a place in a function sees it
 * @kind: of its value
 * @bits: of a number that has as many everywhere; else 0
 * @array: it is an array, and no parameter
 * @dimension: what stands in the first of its brackets
 * @parameter: it is a parameter
 * @computed: its declaration gives it a value that is no constant
 * @hides: another one of the function that is called so
 * @depth: of the block that it is of; 1 for the function's, 0 for a parameter
 * @behind: where its declaration ends
 */
struct variable {
	enum value_kind kind;
	guint bits;
	bool array;
	struct line dimension;
	bool parameter;
	bool computed;
	bool hides;
	int depth;
	const char *behind;
};

/**
 * variable_seen() - the variable that a name is at @at, a place in the function
 * Return: false where the function declares none in front of it
 */
bool variable_seen(const struct head *function, const char *at, const struct lex *name,
		   struct variable *out);

/** member_seen() - the member of that name between the braces of a structure; not of one inside */
bool member_seen(const struct line *body, const struct lex *name, struct variable *out);

#endif /* ENGINE_CODE_VARIABLES_H */
