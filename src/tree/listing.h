/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All source files of a tree with what tells whether they changed since the last look,
 * without reading them: for scans of whole trees.
 */
#ifndef TREE_LISTING_H
#define TREE_LISTING_H

#include <glib.h>
#include <stdbool.h>

#include "tree/tree.h"

/** STAMP_SIZE - bytes of a file's stamp */
#define STAMP_SIZE 20

/**
 * struct listed - one file
 * @path: in the tree
 * @size: in bytes; 0 where only reading would tell
 * @stamp: equal stamps, equal bytes: the id of the blob, or of a file on disk a digest of
 *         device, inode, size, and times of change
 */
struct listed {
	char *path;
	guint64 size;
	guint8 stamp[STAMP_SIZE];
};

/**
 * tree_listing() - the regular files whose names end in one of some suffixes
 * @tree: where
 * @below: folder, "" for all
 * @suffixes: NULL-terminated: ".c", ".h"
 * @error: BS_ERROR_MISSING when there is no such folder, BS_ERROR_INTERRUPTED
 *
 * Symbolic links are not followed.
 *
 * Return: struct listed, sorted by path
 */
GArray *tree_listing(const struct tree *tree, const char *below, const char *const *suffixes,
		     GError **error);

/** listing_digest() - a digest (hex, newly allocated) of all paths and stamps of a listing */
char *listing_digest(const GArray *listing);

#endif /* TREE_LISTING_H */
