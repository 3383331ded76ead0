/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A patch on the very files that it was made on: every hunk at its line, or not at all.
 */
#ifndef ENGINE_MERGE_PATCHTREE_H
#define ENGINE_MERGE_PATCHTREE_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/image.h"
#include "format/patch.h"
#include "tree/objects.h"

/**
 * post_image() - a file with the patch
 * @base: the file that the patch was made on
 * @file: what the patch does to it
 * Return: NULL when a hunk does not fit at the line that it states
 */
GBytes *post_image(const struct image *base, const struct file_diff *file);

/**
 * special_side() - one side of a symbolic link or a submodule, which a patch has all of
 * @file: what the patch does to it
 * @skip: '+' for the side before, '-' for the one after
 * Return: as tree_side() gives it; NULL when there is not just one hunk
 */
GBytes *special_side(const struct file_diff *file, char skip);

/**
 * binary_result() - a binary file with the patch
 * @file: what the patch does to it
 * @before: the file that it is made of; NULL for none
 * @out_why: gets why it cannot be made, one line, newly allocated; may be NULL
 * Return: NULL when @before is not the very file that the patch was made on, or when the patch
 *         does not hold the content
 */
GBytes *binary_result(const struct file_diff *file, GBytes *before, char **out_why);

/**
 * patch_base() - a tree that has the files that a patch was made on
 * @objects: where the files are looked for, by the ids in the patch
 * @patch: the patch
 * @context: tree that the other files are taken from
 * @out: gets the tree
 * Return: false when a file is not at hand
 */
bool patch_base(struct objects *objects, const struct patch *patch,
		const struct object_id *context, struct object_id *out);

/**
 * patch_tree() - a tree with a patch
 * @objects: gets the new objects
 * @patch: the patch
 * @base: the tree that it was made on
 * @out: gets the tree with the patch
 * Return: false when the patch does not fit, or does not tell all (binary files)
 */
bool patch_tree(struct objects *objects, const struct patch *patch, const struct object_id *base,
		struct object_id *out);

#endif /* ENGINE_MERGE_PATCHTREE_H */
