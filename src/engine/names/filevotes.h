/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The votes (engine/names/votes.h) of pairs of files, remembered: of the releases
 * that the same branch is held against, one after the other, most files
 * changed long before, and most have nothing to say.
 */
#ifndef ENGINE_NAMES_FILEVOTES_H
#define ENGINE_NAMES_FILEVOTES_H

#include <glib.h>
#include <stdbool.h>

#include "tree/objects.h"

struct file_votes;

/** file_votes_new() - none known yet */
struct file_votes *file_votes_new(void);

/**
 * file_votes_add() - as votes_add() of two blobs, which are read when the pair is new
 * @known: remembers them, up to a limit
 */
bool file_votes_add(struct file_votes *known, struct objects *objects, GHashTable *votes,
		    const struct object_id *newer, const struct object_id *older, GError **error);

/** file_votes_done() - two trees were compared: makes room when none of it was of use */
void file_votes_done(struct file_votes *known);

void file_votes_free(struct file_votes *known);

typedef struct file_votes file_votes;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(file_votes, file_votes_free)

#endif /* ENGINE_NAMES_FILEVOTES_H */
