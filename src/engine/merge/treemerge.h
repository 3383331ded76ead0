/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which files an upstream commit touches in another tree, and how far git's
 * rules alone settle each: by ids, by renames on either side, by mode.  What
 * both sides changed is left for a merge of contents.
 */
#ifndef ENGINE_MERGE_TREEMERGE_H
#define ENGINE_MERGE_TREEMERGE_H

#include <glib.h>

#include "engine/merge/renames.h"
#include "tree/objects.h"

/** enum merge_state - how far a file is settled */
enum merge_state {
	MERGE_TAKEN,	/* @result is it, mode 0 for a removed file */
	MERGE_CONTENT,	/* all three are text files that differ */
	MERGE_ABSENT,	/* upstream changes a file that this tree lacks */
	MERGE_REFUSED,	/* no merge of contents can help; @reason says why */
};

/**
 * struct file_merge - one file
 * @path: where the result goes
 * @ours_path: where the file stands in this tree now
 * @base_path: in upstream's tree before the commit
 * @base, @ours, @theirs: what stands there; mode 0 for nothing
 * @result: for MERGE_TAKEN; for MERGE_CONTENT only its mode is set
 * @state: see enum merge_state
 * @blocked: for MERGE_REFUSED: something stands in the way of @path
 * @reason: one line for MERGE_ABSENT and MERGE_REFUSED
 * @doubt: one line when a person should look at what was settled; else NULL
 * @emptied: the folder of which it is said there that this tree lacks it, where that may have had
 *           notes only, see folder_of_notes(), and none of them is elsewhere here; else NULL
 */
struct file_merge {
	char *path;
	char *ours_path;
	char *base_path;
	struct tree_item base;
	struct tree_item ours;
	struct tree_item theirs;
	struct tree_item result;
	enum merge_state state;
	bool blocked;
	char *reason;
	char *doubt;
	char *emptied;
};

/**
 * tree_merge() - settle all files of a commit
 * @objects: the repository
 * @similarity: of it
 * @base: upstream's tree before the commit; null for none
 * @ours: the tree to port to
 * @theirs: upstream's tree with the commit
 * @deltas: struct tree_delta from @base to @theirs
 * Return: struct file_merge *; NULL with @error
 */
GPtrArray *tree_merge(struct objects *objects, struct similarity *similarity,
		      const struct object_id *base, const struct object_id *ours,
		      const struct object_id *theirs, const GArray *deltas, GError **error);

void file_merge_free(struct file_merge *file);

#endif /* ENGINE_MERGE_TREEMERGE_H */
