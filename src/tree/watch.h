/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A tree that notes which paths it was asked for, so that an answer that was found by looking
 * around in it can be kept until one of them changes.
 */
#ifndef TREE_WATCH_H
#define TREE_WATCH_H

#include <glib.h>
#include <stdbool.h>

#include "tree/tree.h"

/** tree_watch() - @base with notes; it must outlive the tree */
struct tree *tree_watch(const struct tree *base);

/**
 * tree_watch_notes() - the paths asked for, with their stamps, to be kept
 * @watched: from tree_watch()
 * Return: NULL when that would not show a change, as what was read is too fresh
 */
char *tree_watch_notes(const struct tree *watched);

/** tree_watch_holds() - is all as it was when @notes were taken? */
bool tree_watch_holds(const struct tree *tree, const char *notes);

#endif /* TREE_WATCH_H */
