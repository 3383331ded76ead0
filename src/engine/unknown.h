/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names that a patch brings to a tree which has them nowhere, where no version
 * of upstream's tree is at hand that would tell more (engine/warn.h).
 */
#ifndef ENGINE_UNKNOWN_H
#define ENGINE_UNKNOWN_H

#include "tree/tree.h"

/**
 * names_unknown() - what is used in the lines that a patch adds, and is in no file of the tree
 * @before: the tree
 * @after: an overlay on it, with the patch
 *
 * The tree's sources are read until every name has been found.  Of a part of a tree nothing is
 * said: it does not know what its own files call either.
 *
 * Return: char *: a warning for each name, a few at most; newly allocated
 */
GPtrArray *names_unknown(const struct tree *before, const struct tree *after);

#endif /* ENGINE_UNKNOWN_H */
