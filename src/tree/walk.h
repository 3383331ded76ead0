/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Walks the history of a repository, commit by commit, reading each once.
 */
#ifndef TREE_WALK_H
#define TREE_WALK_H

#include <glib.h>
#include <stdbool.h>

#include "tree/objects.h"

/**
 * struct walked - a commit on the way
 * @id: its id
 * @parent: first parent; null for none
 * @parents: how many there are
 * @when: committer's time, seconds since the epoch
 * @message: the whole of it, in whatever encoding; borrowed until the visit ends
 */
struct walked {
	struct object_id id;
	struct object_id parent;
	unsigned int parents;
	gint64 when;
	const char *message;
};

/**
 * history_walk() - every commit that can be reached, newest first
 * @repository: work tree, .git folder or bare repository
 * @tip: where to start
 * @hidden: struct object_id: these and what can be reached from them are left out; those that
 *          the repository lacks are passed over; may be NULL
 * @visit: called with each; return false to stop
 * @data: for @visit
 * @error: BS_ERROR_MISSING, BS_ERROR_INTERRUPTED
 */
bool history_walk(const char *repository, const struct object_id *tip, const GArray *hidden,
		  bool (*visit)(void *data, const struct walked *commit), void *data,
		  GError **error);

/** walked_body() - the message without its first paragraph; borrowed */
const char *walked_body(const struct walked *commit);

#endif /* TREE_WALK_H */
