/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What upstream did later to the commits that are ported: fixes of them, and reverts.
 */
#ifndef JOB_FOLLOWUPS_H
#define JOB_FOLLOWUPS_H

#include <glib.h>

#include "base/progress.h"
#include "format/series.h"
#include "tree/tree.h"

struct followups;

/**
 * followups_find() - read upstream's history
 * @repository: that has the commits
 * @state: folder where its index is kept
 * @series: whose patches name their upstream commits
 * @progress: may be NULL
 * @error: BS_ERROR_INTERRUPTED; BS_ERROR_IO, BS_ERROR_MISSING: no index could be made
 *
 * Read is what can be reached from HEAD, main and master, or where there is none of these, from
 * all branches, as they are now: what was on a rewound branch once is not upstream's.
 */
struct followups *followups_find(const char *repository, const char *state,
				 const struct series *series, const struct progress *progress,
				 GError **error);

/**
 * followups_notes() - what a tree lacks of it
 * @number: of the patch in the series, from 0
 * @tree: a git tree, or another one, which has no history
 * @notes: char *: one line is added for each
 */
void followups_notes(const struct followups *followups, guint number, const struct tree *tree,
		     GPtrArray *notes);

void followups_free(struct followups *followups);

typedef struct followups followups;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(followups, followups_free)

#endif /* JOB_FOLLOWUPS_H */
