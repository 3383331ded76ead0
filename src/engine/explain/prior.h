/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Would a change apply if other commits were ported first?  Tried, on the one
 * file, and not guessed.
 */
#ifndef ENGINE_EXPLAIN_PRIOR_H
#define ENGINE_EXPLAIN_PRIOR_H

#include <glib.h>
#include <stdbool.h>

#include "tree/objects.h"

/** PRIOR_MAX - commits that are tried; more of them are no advice */
#define PRIOR_MAX 8

/** prior_tells() - has one of these commits lines that tell of it? */
bool prior_tells(const GPtrArray *missing);

/** prior_tries() - are there commits to try, and not too many? */
bool prior_tries(const GPtrArray *missing);

/**
 * prior_remedy() - what would have made a change of one file apply
 * @missing: struct origin *: commits that may be ported first, by history, the oldest first; may
 *           be empty.  Where others have lines, those without count only if they are needed.  Of
 *           more than PRIOR_MAX only the number is told.
 * @base, @ours, @theirs: the file
 * @used: gets those of which the answer is: struct origin *, borrowed
 * Return: one line, newly allocated; names as few of the commits as are enough
 */
char *prior_remedy(struct objects *objects, const GPtrArray *missing, GBytes *base, GBytes *ours,
		   GBytes *theirs, GPtrArray *used);

#endif /* ENGINE_EXPLAIN_PRIOR_H */
