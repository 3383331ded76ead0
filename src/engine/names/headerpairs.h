/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Headers that a file includes, and that are others here than upstream: what
 * they tell of a name may differ.
 */
#ifndef ENGINE_NAMES_HEADERPAIRS_H
#define ENGINE_NAMES_HEADERPAIRS_H

#include "engine/names/headers.h"

/** struct header_pair - one of them, in both trees */
struct header_pair;

/**
 * header_pairs() - those that a file includes by itself
 * @here, @there: headers of this tree and of upstream's; must outlive the pairs
 * @path, @bytes: the file in this tree
 * @there_path: in upstream's
 * @quote: by lines with '"', or with '<'
 * Return: struct header_pair *, none for a line that may mean several headers; nothing is read yet
 */
GPtrArray *header_pairs(struct headers *here, const char *path, GBytes *bytes,
			struct headers *there, const char *there_path, char quote);

/** header_pair_here() - this tree's; borrowed, and empty where it cannot be read */
GBytes *header_pair_here(struct header_pair *pair);

/** header_pair_there() - upstream's, likewise */
GBytes *header_pair_there(struct header_pair *pair);

/** header_pair_path() - in this tree; borrowed */
const char *header_pair_path(const struct header_pair *pair);

/** header_pair_there_path() - upstream; borrowed */
const char *header_pair_there_path(const struct header_pair *pair);

#endif /* ENGINE_NAMES_HEADERPAIRS_H */
