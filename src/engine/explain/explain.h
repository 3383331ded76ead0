/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds out why a change does not get into a tree: see explanation.h.
 *
 * Made for what is a conflict already, on request: it asks git, which takes a
 * second or so for a file.
 */
#ifndef ENGINE_EXPLAIN_EXPLAIN_H
#define ENGINE_EXPLAIN_EXPLAIN_H

#include <glib.h>
#include <stdbool.h>

#include "engine/pick/pick.h"
#include "format/patch.h"
#include "tree/tree.h"

/** enum fate - what became of an earlier patch of the series on the tree */
enum fate {
	FATE_UNKNOWN,
	FATE_PORTED,
	FATE_PROPOSED,
	FATE_PRESENT,	/* it was there before */
	FATE_WAITS,	/* for a person */
	FATE_LEFT_OUT,	/* it is as missing as any other commit */
};

/**
 * struct explain_source - patches among which the missing one may be
 * @label: of the series
 * @patches: struct patch *, with NULL where one is missing; borrowed
 * @before: only patches with a smaller index count, as the others come later; G_MAXUINT for all
 * @fates: of the patches before, where they were ported to this very tree; else NULL
 */
struct explain_source {
	const char *label;
	const GPtrArray *patches;
	guint before;
	const enum fate *fates;
};

/**
 * struct explain_sources - the nearest first
 * @at: struct explain_source
 * @count: of them
 * @merged: git's merge with the file that the patch was made on was tried, and stopped
 */
struct explain_sources {
	const struct explain_source *at;
	size_t count;
	bool merged;
};

/**
 * explain_pick() - why a pick is a conflict
 * @picker: that made it, and no other pick since
 * @request: what was asked
 * @files: struct picked_file *: of the answer
 * @sources: where to look for what upstream's change builds on, when its history is not at hand
 * Return: struct explanation *, one for each region or file that is unresolved
 */
GPtrArray *explain_pick(struct picker *picker, const struct pick_request *request,
			const GPtrArray *files, const struct explain_sources *sources);

/**
 * explain_patch() - why the hunks of a patch do not fit a tree
 * @tree: where it does not fit; of a git tree the history is asked
 * @patch: what does not
 * @sources: as above
 * Return: as explain_pick()
 */
GPtrArray *explain_patch(const struct tree *tree, const struct patch *patch,
			 const struct explain_sources *sources);

#endif /* ENGINE_EXPLAIN_EXPLAIN_H */
