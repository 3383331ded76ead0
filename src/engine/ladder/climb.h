/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of resolve.h: one file on its way up the ladder. */
#ifndef ENGINE_LADDER_CLIMB_H
#define ENGINE_LADDER_CLIMB_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/scans.h"
#include "engine/code/text.h"
#include "engine/ladder/region.h"
#include "engine/ladder/resolve.h"
#include "engine/merge/edits.h"
#include "engine/merge/threeway.h"

/**
 * struct rung_row - a rung
 * @name: what results call it
 * @certain: its regions are right often enough to be taken without being looked at
 * @climb: its work on what touching changes leave of a conflict; NULL for what is done before
 *         or after: to the file as a whole, to the region as a whole, to edits without a place
 * @second: its answer counts as a second opinion on another rung's
 * @leaves_out: a part of upstream's change may not be in its answer
 */
struct rung_row {
	const char *name;
	bool certain;
	region_rung climb;
	bool second;
	bool leaves_out;
};

/** rung_row() - a row of the table, from the most certain to the least */
const struct rung_row *rung_row(int number);

/** rung_number() - of the rung of that name, which there must be */
int rung_number(const char *name);

/**
 * struct displaced - an edit that has no place in its region
 * @region: number of it in the merge
 */
struct displaced {
	struct edit edit;
	guint region;
};

/**
 * struct file_climb - a file on its way up
 * @base, @theirs: upstream's, translated or not
 * @said_base, @said_theirs: upstream's in this tree's words
 * @displaced: struct displaced
 * @left_out: struct edit
 * @squeezed: base, ours and theirs without white space; when they are asked for
 */
struct file_climb {
	const struct resolve_input *input;
	struct scans *scans;
	GBytes *base;
	GBytes *theirs;
	GBytes *said_base;
	GBytes *said_theirs;
	struct threeway *merge;
	GArray *displaced;
	GArray *left_out;
	struct squeezed *squeezed[3];
	struct signs signs;
	struct resolution *resolution;
};

/** climb_all() - resolve each conflict of the merge; false when one is left */
bool climb_all(struct file_climb *climb);

/** displaced_place() - @text with such edits where the file has a place for them all the same */
GBytes *displaced_place(struct file_climb *climb, GBytes *text);

/** displaced_drop() - say of an edit that it is left out */
void displaced_drop(struct file_climb *climb, const struct edit *edit);

/**
 * displaced_lost() - a line of an edit that is left out, which a text lacks, and all three have
 * @text: the result
 *
 * Upstream indents a call, or moves it, which is to remove it and to add it again: where the second
 * is left out, the first must not be done.
 *
 * Return: one line for people, newly allocated; NULL for none
 */
char *displaced_lost(struct file_climb *climb, GBytes *text);

#endif /* ENGINE_LADDER_CLIMB_H */
