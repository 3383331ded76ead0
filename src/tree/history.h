/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the history of a git tree says of an upstream commit.
 */
#ifndef TREE_HISTORY_H
#define TREE_HISTORY_H

#include <glib.h>

#include "tree/tree.h"

/**
 * history_find() - the commit of a tree that is, or says it is a copy of, an upstream commit
 * @tree: a git tree; other kinds have no history and give NULL
 * @upstream: id of the upstream commit, 12 digits or more
 * @paths: char *: files that the commit changes; others are not looked at
 *
 * A commit that was reverted later does not count.
 *
 * Return: "0123456789ab (\"title\")", newly allocated, or NULL
 */
char *history_find(const struct tree *tree, const char *upstream, const GPtrArray *paths);

#endif /* TREE_HISTORY_H */
