/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A patch whose base is not at hand, as a 3-way merge: the base is the tree's
 * file with each hunk's pre-image where the hunk belongs, theirs the same with
 * its post-image.  What fits is no conflict then, and what does not is one of
 * just those lines.
 */
#ifndef ENGINE_MERGE_PATCHMERGE_H
#define ENGINE_MERGE_PATCHMERGE_H

#include <glib.h>

#include "engine/code/image.h"
#include "format/diff.h"

/**
 * struct patch_merge - the versions of a file
 * @base, @theirs: made up; the lines around the hunks are the tree's
 * @lost: const struct hunk *: hunks that belong nowhere in the file, or in several places; they
 *        are in neither
 * @spots: struct near: the stretch of the tree's file that each of the others takes the place of,
 *         in the order of the hunks
 */
struct patch_merge {
	GBytes *base;
	GBytes *theirs;
	GPtrArray *lost;
	GArray *spots;
};

/**
 * patch_merge_new() - where the hunks of a patch belong in a file that they do not fit
 * @ours: the tree's file
 * @file: what the patch does to it
 *
 * A hunk belongs where most of its context stands, in the function that it names; two places that
 * are as good are none.
 */
struct patch_merge *patch_merge_new(struct image *ours, const struct file_diff *file);

void patch_merge_free(struct patch_merge *merge);

typedef struct patch_merge patch_merge;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(patch_merge, patch_merge_free)

#endif /* ENGINE_MERGE_PATCHMERGE_H */
