/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All source files of a tree with what tells whether they changed since the last look,
 * without reading them: for scans of whole trees.
 */
#ifndef TREE_LISTING_H
#define TREE_LISTING_H

#include <glib.h>
#include <stdbool.h>

#include "tree/survey.h"

/**
 * struct listed - one file
 * @path: in the tree
 * @stamp: equal stamps, equal bytes
 */
struct listed {
	char *path;
	guint8 stamp[SURVEY_STAMP];
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
