// SPDX-License-Identifier: GPL-2.0-only
#include "engine/confine.h"

#include "format/csource.h"
#include "format/linediff.h"

static void add_lines(GHashTable *names, const struct csource *source, size_t at, size_t count)
{
	for (size_t i = at; i < at + MAX(count, 1); i++) {
		const struct cregion *region = csource_at(source, i + 1);

		if (region && region->name)
			g_hash_table_add(names, g_strdup(region->name));
	}
}

/* names of the definitions that differ between two files */
static GHashTable *touched(GBytes *old, GBytes *new)
{
	GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(csource) before = csource_scan(old), after = csource_scan(new);
	g_autoptr(GArray) old_lines = lines_of(old), new_lines = lines_of(new);
	g_autoptr(GArray) changes = line_diff(old_lines, new_lines);

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		if (change->old_count)
			add_lines(names, before, change->old_at, change->old_count);
		if (change->new_count)
			add_lines(names, after, change->new_at, change->new_count);
	}
	return names;
}

char *confine_stray(GBytes *base, GBytes *theirs, GBytes *ours, GBytes *result)
{
	g_autoptr(GHashTable) by_upstream = touched(base, theirs), here = touched(ours, result);
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, here);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!g_hash_table_contains(by_upstream, name))
			return g_strdup(name);
	return NULL;
}
