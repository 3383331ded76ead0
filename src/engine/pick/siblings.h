/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Backports of the same upstream commit that other branches have already:
 * where upstream's own change meets a conflict, one of them may fit as it is,
 * and where it does not, what it makes is a second opinion.
 */
#ifndef ENGINE_PICK_SIBLINGS_H
#define ENGINE_PICK_SIBLINGS_H

#include <glib.h>

#include "tree/objects.h"

/**
 * struct sibling - a backport
 * @commit: its id
 * @when: when it was committed, seconds since the epoch
 */
struct sibling {
	struct object_id commit;
	gint64 when;
};

/**
 * struct siblings - where backports are looked for; several threads may ask
 * @find: all backports of @upstream, struct sibling; NULL for none
 * @data: for @find
 */
struct siblings {
	GArray *(*find)(void *data, const struct object_id *upstream);
	void *data;
};

/**
 * sibling_table_new() - backports that were found before
 * @found: struct backport; borrowed, and must not change
 */
GHashTable *sibling_table_new(const GArray *found);

/** sibling_table_find() - the find() of struct siblings for such a table */
GArray *sibling_table_find(void *table, const struct object_id *upstream);

#endif /* ENGINE_PICK_SIBLINGS_H */
