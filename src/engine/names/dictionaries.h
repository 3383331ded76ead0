/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which dictionary goes with a pick: from where the tree left upstream, to the
 * last release before the upstream commit.  Nothing that came to the tree
 * since then is looked at, so that a replay learns nothing from its answers.
 */
#ifndef ENGINE_NAMES_DICTIONARIES_H
#define ENGINE_NAMES_DICTIONARIES_H

#include "tree/objects.h"
#include "tree/releases.h"

struct dictionaries;

/**
 * dictionaries_new() - none learnt yet
 * @objects, @releases: borrowed
 * @folder: where learnt ones are kept as files for the next run, made when it is not there;
 *          NULL keeps none
 */
struct dictionaries *dictionaries_new(struct objects *objects, struct releases *releases,
				      const char *folder, GError **error);

/**
 * dictionary_for() - the dictionary for a pick
 * @onto: commit to port to
 * @upstream: commit to port
 * Return: borrowed, NULL without @error when the two share no history or no release lies
 *         between them
 */
struct dictionary *dictionary_for(struct dictionaries *dictionaries, const struct object_id *onto,
				  const struct object_id *upstream, GError **error);

void dictionaries_free(struct dictionaries *dictionaries);

typedef struct dictionaries dictionaries;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(dictionaries, dictionaries_free)

#endif /* ENGINE_NAMES_DICTIONARIES_H */
