/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One side gives a folder another name, and the other side puts a file into
 * it: that file may belong where the folder is now.  git stops there.
 */
#ifndef ENGINE_MERGE_TREEFOLDERS_H
#define ENGINE_MERGE_TREEFOLDERS_H

#include <glib.h>
#include <stdbool.h>

#include "engine/merge/renames.h"
#include "tree/objects.h"

/**
 * struct merge_trees - what is merged
 * @base, @ours, @theirs: trees; @base null for none
 * @deltas: struct tree_delta from @base to @theirs
 * @our_deltas: likewise to @ours; NULL until merge_our_deltas() is asked
 */
struct merge_trees {
	struct objects *objects;
	struct similarity *similarity;
	const struct object_id *base;
	const struct object_id *ours;
	const struct object_id *theirs;
	const GArray *deltas;
	GArray *our_deltas;
};

/** merge_our_deltas() - sets @our_deltas, for the caller to free */
bool merge_our_deltas(struct merge_trees *trees, GError **error);

/**
 * folder_of_notes() - is a folder there with files of which none is built or run?
 * @tree: to look into
 */
bool folder_of_notes(struct objects *objects, const struct object_id *tree, const char *folder);

/**
 * merge_check_folders() - look at the files in folders that are no longer there
 * @files: struct file_merge *, settled: those that upstream adds to a folder that has another name
 *         here become MERGE_REFUSED; where the folder is gone, or upstream gave another name to one
 *         in which this tree has files of its own, @doubt says so
 */
bool merge_check_folders(struct merge_trees *trees, const GPtrArray *files, GError **error);

#endif /* ENGINE_MERGE_TREEFOLDERS_H */
