/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Series that are made of commits: one that goes on another, two that become one.
 */
#ifndef JOB_JOINED_H
#define JOB_JOINED_H

#include <stdbool.h>

#include "format/series.h"

/**
 * series_goes_on() - does @longer begin with the commits of @series?
 * @merge: it is a merge, which has a patch for each parent: the patches must be the same as well
 *
 * A patch that was edited stays the commit's.
 */
bool series_goes_on(const struct series *series, const struct series *longer, bool merge);

/** series_join() - @next behind @series; the patches count on, and @next has none any more */
void series_join(struct series *series, struct series *next);

#endif /* JOB_JOINED_H */
