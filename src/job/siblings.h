/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The backports of other branches, found through the index of the history: for
 * picks on a repository that was not replayed.
 */
#ifndef JOB_SIBLINGS_H
#define JOB_SIBLINGS_H

#include <glib.h>

#include "base/progress.h"
#include "engine/pick/siblings.h"

struct sibling_index;

/**
 * sibling_index_open() - read the history of some branches, or what is new in it
 * @repository: work tree, .git folder or bare repository
 * @branches: NULL-terminated names
 * @progress: may be NULL
 * @error: no such repository or branch; interrupted
 *
 * The index is kept in the workspace of the working directory; outside of one it is made for
 * this run alone.
 */
struct sibling_index *sibling_index_open(const char *repository, char **branches,
					 const struct progress *progress, GError **error);

/** sibling_index_siblings() - for struct pick_options; lives as long as the index */
const struct siblings *sibling_index_siblings(const struct sibling_index *index);

void sibling_index_free(struct sibling_index *index);

typedef struct sibling_index sibling_index;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(sibling_index, sibling_index_free)

#endif /* JOB_SIBLINGS_H */
