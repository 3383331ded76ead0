/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Would a change apply if other commits were ported first?  Tried, on the one
 * file, and not guessed.
 */
#ifndef ENGINE_PRIOR_H
#define ENGINE_PRIOR_H

#include <glib.h>

#include "tree/objects.h"

/**
 * prior_remedy() - what would have made a change of one file apply
 * @missing: struct origin *: commits to port first, oldest first; may be empty
 * @base, @ours, @theirs: the file
 * @count: conflicts that there are
 * Return: one line, newly allocated
 */
char *prior_remedy(struct objects *objects, const GPtrArray *missing, GBytes *base, GBytes *ours,
		   GBytes *theirs, guint count);

#endif /* ENGINE_PRIOR_H */
