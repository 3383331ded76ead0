/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the history of a git tree says of an upstream commit.
 */
#ifndef TREE_HISTORY_H
#define TREE_HISTORY_H

#include <glib.h>
#include <stdbool.h>

#include "tree/tree.h"

/** REVERTS_DEEP - reverts of reverts of reverts that are followed */
#define REVERTS_DEEP 8

/**
 * history_find() - the commit of a tree that is, or says it is a copy of, an upstream commit
 * @tree: a git tree; other kinds have no history and give NULL
 * @upstream: id of the upstream commit, 12 digits or more
 * @paths: char *: files that the commit changes; others are not looked at
 * @out_reverted: where there is none any more, gets the commit of the tree that reverted it, in
 *                the form of what is returned; may be NULL
 *
 * A commit that was reverted later does not count.
 *
 * Return: "0123456789ab (\"title\")", newly allocated, or NULL
 */
char *history_find(const struct tree *tree, const char *upstream, const GPtrArray *paths,
		   char **out_reverted);

/**
 * history_find_patch() - the commit of a tree that makes the same change as an upstream commit
 * @tree: a git tree; other kinds have no history and give NULL
 * @patch_id: as patch_id_of()
 * @upstream: the upstream commit, 12 digits or more: what it stands on is not looked at
 * @paths: char *: files that the patch changes
 * @out_reverted: as in history_find(), where it is NULL so far
 *
 * A commit that was reverted later does not count.
 *
 * Return: "0123456789ab (\"title\")", newly allocated, or NULL
 */
char *history_find_patch(const struct tree *tree, const char *patch_id, const char *upstream,
			 const GPtrArray *paths, char **out_reverted);

/**
 * history_lacks() - is a commit surely not in the history of a tree?
 * @tree: a git tree
 * @commit: id, 12 digits or more
 *
 * Sure is it only where the repository has the commit, the two histories have something in
 * common, the commit is not in the tree's, and no commit there says that it is a copy of it
 * or has its title; or where both were reverted.  A shallow clone knows too little.
 */
bool history_lacks(const struct tree *tree, const char *commit);

/**
 * history_diff() - what a commit changes, without lines around; renames are looked for
 * @commit: id, 12 digits or more
 * Return: as git shows it, newly allocated, or NULL
 */
char *history_diff(const struct tree *tree, const char *commit);

/**
 * history_reached() - is a commit in the history of one of these?
 * @repository: .git folder or bare repository
 * @tips: char *: commits, 40 digits each
 * @commit: 40 digits
 * Return: false also where git has no answer
 */
bool history_reached(const char *repository, const GPtrArray *tips, const char *commit);

#endif /* TREE_HISTORY_H */
