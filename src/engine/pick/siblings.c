// SPDX-License-Identifier: GPL-2.0-only
#include "engine/pick/siblings.h"

#include "tree/backports.h"

GHashTable *sibling_table_new(const GArray *found)
{
	GHashTable *table = g_hash_table_new_full(object_id_hash, object_id_same, NULL,
						  (GDestroyNotify)g_array_unref);

	for (guint i = 0; i < found->len; i++) {
		const struct backport *one = &g_array_index(found, struct backport, i);
		GArray *known = g_hash_table_lookup(table, &one->upstream);
		struct sibling sibling = { one->commit, one->when };

		if (!known) {
			known = g_array_new(FALSE, FALSE, sizeof(struct sibling));
			g_hash_table_insert(table, (gpointer)&one->upstream, known);
		}
		g_array_append_val(known, sibling);
	}
	return table;
}

GArray *sibling_table_find(void *table, const struct object_id *upstream)
{
	GArray *known = g_hash_table_lookup(table, upstream);

	return known ? g_array_copy(known) : NULL;
}
