/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pairs of names that stand at the same place in a newer and an older text:
 * what renames are learnt from.
 */
#ifndef ENGINE_NAMES_VOTES_H
#define ENGINE_NAMES_VOTES_H

#include <glib.h>

/**
 * struct vote - one pair
 * @name: in the newer text
 * @old: in the older one; may be several tokens ("ctx->msg"), without blanks
 * @count: places
 * @files: files that have such a place
 * @total: places where @name stands against anything else, this included; see votes_total()
 */
struct vote {
	char *name;
	char *old;
	guint count;
	guint files;
	guint total;
	/*< private >*/
	guint file;
};

/** votes_new() - no votes yet: a set of struct vote */
GHashTable *votes_new(void);

/** votes_add() - compare the two texts of one file, line by line and there token by token */
void votes_add(GHashTable *votes, GBytes *newer, GBytes *older);

/**
 * votes_join() - add those of one file
 * @file: what one votes_add() put into a set of its own
 */
void votes_join(GHashTable *votes, GHashTable *file);

/** votes_total() - fill @total of all */
void votes_total(GHashTable *votes);

/** is_name() - is the whole of @text one identifier? */
gboolean is_name(const char *text);

#endif /* ENGINE_NAMES_VOTES_H */
