/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which commits of a repository's history name which others, read once and
 * brought up to date by what is new: what was copied from an upstream commit,
 * what reverts a commit, what mends one.
 *
 * The index is of a repository, not of a branch: whether a commit is in a
 * branch's history is the caller's to ask.
 */
#ifndef TREE_HISTORY_INDEX_H
#define TREE_HISTORY_INDEX_H

#include <glib.h>
#include <stdbool.h>

#include "base/progress.h"
#include "store/references.h"
#include "tree/objects.h"

struct history_index;

/**
 * history_index_open() - open or make the index of a repository
 * @repository: work tree, .git folder or bare repository
 * @folder: where indexes are kept; one file a repository, by where that is
 * @error: BS_ERROR_MISSING: no repository; BS_ERROR_IO
 */
struct history_index *history_index_open(const char *repository, const char *folder,
					 GError **error);

/**
 * history_index_update() - read what can be reached from @tip and was not read yet
 * @tip: a commit
 * @progress: may be NULL
 * @error: BS_ERROR_MISSING, BS_ERROR_IO, BS_ERROR_INTERRUPTED; the index is then as it was
 */
bool history_index_update(struct history_index *index, const struct object_id *tip,
			  const struct progress *progress, GError **error);

/**
 * history_index_find() - commits that name @id, in any branch that was read
 * @id: 7 digits or more
 * Return: struct reference, oldest first; cleared by the array
 */
GArray *history_index_find(const struct history_index *index, enum reference_kind kind,
			   const char *id);

void history_index_free(struct history_index *index);

typedef struct history_index history_index;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(history_index, history_index_free)

#endif /* TREE_HISTORY_INDEX_H */
