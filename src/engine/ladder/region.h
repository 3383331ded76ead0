/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rungs that look at one conflict at a time: base, ours and theirs of a few
 * lines in, the text that belongs there out.  Each is a file of its own and a
 * row of the table in climb.c.
 */
#ifndef ENGINE_LADDER_REGION_H
#define ENGINE_LADDER_REGION_H

#include <glib.h>
#include <stdbool.h>

#include "engine/ladder/resolve.h"
#include "engine/merge/diff3.h"
#include "engine/merge/threeway.h"

/**
 * struct tangle - a conflict that is left when changes that only touch are taken
 * @file: the merge that it is in
 * @spans: its lines in the three files, by enum side
 * @text: the three texts, by enum side
 * @lines: struct line, into @text
 * @whole: nothing of git's conflict lies outside it
 * @elsewhere: struct edit: a rung that gives ours adds upstream's edits that may have their place
 *             in another part of the file
 * @left_out: struct edit: what a rung's answer does not make of upstream's edits
 */
struct tangle {
	const struct threeway *file;
	struct span spans[3];
	GBytes *text[3];
	GArray *lines[3];
	bool whole;
	GArray *elsewhere;
	GArray *left_out;
};

/** region_rung - the text that belongs there, newly allocated; NULL: no answer */
typedef GBytes *(*region_rung)(struct tangle *tangle);

/** region_alike() - both sides are the same but for whitespace: ours */
GBytes *region_alike(struct tangle *tangle);

/** region_space() - one side only moved whitespace: the other one's text */
GBytes *region_space(struct tangle *tangle);

/** region_contained() - ours has what upstream adds, and nothing of what it removes: ours */
GBytes *region_contained(struct tangle *tangle);

/** region_comment() - comments alone: theirs */
GBytes *region_comment(struct tangle *tangle);

/** region_our_names() - ours is the base with other names: theirs, with those */
GBytes *region_our_names(struct tangle *tangle);

/** region_their_names() - theirs is the base with other names: ours, with those */
GBytes *region_their_names(struct tangle *tangle);

/** region_tokens() - token by token, no two changes touching */
GBytes *region_tokens(struct tangle *tangle);

/** region_subset() - both add, and one adds all that the other does: that one */
GBytes *region_subset(struct tangle *tangle);

/** region_deleted() - upstream deletes what ours has a variant of: nothing */
GBytes *region_deleted(struct tangle *tangle);

/**
 * region_edits() - upstream's edits one by one
 *
 * Where their lines stand; left out where ours has nothing like them.
 */
GBytes *region_edits(struct tangle *tangle);

/** region_absent() - ours lacks the code that upstream edits: left out, or placed elsewhere */
GBytes *region_absent(struct tangle *tangle);

/** region_both_insert() - both sides insert at one point: ours first */
GBytes *region_both_insert(struct tangle *tangle);

/** region_rewritten() - ours is a variant of what upstream rewrites: theirs */
GBytes *region_rewritten(struct tangle *tangle);

/**
 * region_doubt() - what speaks against a resolved region
 * @resolved: the region
 * @agrees: a fuzzy application gives the same file
 * Return: one line for people, newly allocated, or NULL
 */
char *region_doubt(const struct resolved *resolved, bool agrees, struct signs *signs);

/** tangle_ours() - a new reference on ours */
GBytes *tangle_ours(const struct tangle *tangle);

/** tangle_theirs() - likewise */
GBytes *tangle_theirs(const struct tangle *tangle);

/** tangle_blank() - is that side nothing but whitespace? */
bool tangle_blank(const struct tangle *tangle, enum side side);

#endif /* ENGINE_LADDER_REGION_H */
