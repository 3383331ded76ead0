/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which removed file became which added one, as git's merge-ort decides it:
 * same content, else the only one of the same name that is alike by three
 * quarters, else the most alike by half or more.  A link or a submodule is
 * followed by its content alone, and an empty file not at all.
 */
#ifndef ENGINE_MERGE_RENAMES_H
#define ENGINE_MERGE_RENAMES_H

#include <glib.h>

#include "tree/objects.h"

struct similarity;

/** similarity_new() - remembers what it found out of blobs; @objects must outlive it */
struct similarity *similarity_new(struct objects *objects);
void similarity_free(struct similarity *similarity);

/**
 * renames_find() - where files went
 * @similarity: of the repository
 * @deltas: struct tree_delta between two trees
 * @wanted: paths in @deltas that are removed there and that are asked about; a set of char *
 * Return: path -> const struct tree_delta * of the added file, borrowed from @deltas
 */
GHashTable *renames_find(struct similarity *similarity, const GArray *deltas,
			 GHashTable *wanted);

#endif /* ENGINE_MERGE_RENAMES_H */
