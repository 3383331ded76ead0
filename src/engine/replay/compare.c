// SPDX-License-Identifier: GPL-2.0-only
#include "engine/replay/compare.h"

#include <string.h>

#include "base/strings.h"
#include "format/csource.h"
#include "format/linediff.h"

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool compare_whitespace(GBytes *a, GBytes *b)
{
	gsize a_size, b_size, i = 0, k = 0;
	const char *x = g_bytes_get_data(a, &a_size), *y = g_bytes_get_data(b, &b_size);

	for (;; i++, k++) {
		while (i < a_size && is_space(x[i]))
			i++;
		while (k < b_size && is_space(y[k]))
			k++;
		if (i == a_size || k == b_size)
			return i == a_size && k == b_size;
		if (x[i] != y[k])
			return false;
	}
}

/* the region of the old file that a change lies in: an insertion must lie between its lines */
static const struct cregion *place_of(const struct csource *source, const struct change *change)
{
	const struct cregion *first = csource_at(source, change->old_at + !!change->old_count);
	const struct cregion *second = csource_at(source, change->old_at + 1);

	return first == second ? first : NULL;
}

/* struct cregion * of @source that the way from @old to @new changes */
static GHashTable *changed_places(const struct csource *source, const GArray *old, GBytes *new)
{
	GHashTable *places = g_hash_table_new(NULL, NULL);
	g_autoptr(GArray) lines = lines_of(new);
	g_autoptr(GArray) changes = line_diff(old, lines);

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);
		const struct cregion *place = place_of(source, change);

		if (place)
			g_hash_table_add(places, (gpointer)place);
	}
	return places;
}

/* the first place, by line, that is in one table and not in the other */
static const struct cregion *only_in(const struct csource *source, GHashTable *one,
				     GHashTable *other)
{
	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *place = &g_array_index(source->regions, struct cregion, i);

		if (g_hash_table_contains(one, place) && !g_hash_table_contains(other, place))
			return place;
	}
	return NULL;
}

static bool is_blob(const struct tree_item *item)
{
	return item->mode == 0100644 || item->mode == 0100755;
}

/* NULL without @error when there is no such file */
static GBytes *read_file(const struct compared_trees *trees, const struct object_id *tree,
			 const char *path, GError **error)
{
	struct tree_item item;

	if (!objects_lookup(trees->objects, tree, path, &item, error) || !is_blob(&item))
		return NULL;
	return objects_blob(trees->objects, &item.id, error);
}

static bool is_among(const struct csource *source, GHashTable *places, const char *name)
{
	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *place = &g_array_index(source->regions, struct cregion, i);

		if (!strcmp(place->name, name) && g_hash_table_contains(places, place))
			return true;
	}
	return false;
}

/* does upstream change the function that is called so in this file? */
static bool upstream_changes(const struct compared_trees *trees, const char *path,
			     const char *name)
{
	g_autoptr(GBytes) base = read_file(trees, &trees->base, path, NULL);
	g_autoptr(GBytes) theirs = base ? read_file(trees, &trees->theirs, path, NULL) : NULL;
	g_autoptr(csource) source = NULL;
	g_autoptr(GHashTable) places = NULL;
	g_autoptr(GArray) lines = NULL;

	if (!theirs)
		return false;
	source = csource_scan(base);
	lines = lines_of(base);
	places = changed_places(source, lines, theirs);
	return is_among(source, places, name);
}

static void compare_places(const struct compared_trees *trees, const char *path, GBytes *before,
			   GBytes *result, GBytes *expected, struct comparison *comparison)
{
	g_autoptr(csource) source = csource_scan(before);
	g_autoptr(GArray) lines = lines_of(before);
	g_autoptr(GHashTable) ours = changed_places(source, lines, result);
	g_autoptr(GHashTable) theirs = changed_places(source, lines, expected);
	const struct cregion *here = only_in(source, ours, theirs);
	const struct cregion *there = only_in(source, theirs, ours);
	bool as_upstream;

	if (!here || !there)
		return;
	as_upstream = upstream_changes(trees, path, here->name);
	comparison->misplaced += !as_upstream;
	add_stringf(comparison->elsewhere, "%s: %s, the maintainer's is in %s, upstream's %s", path,
		    here->name, there->name, as_upstream ? "as ours" : "elsewhere");
}

static bool compare_file(const struct compared_trees *trees, const struct tree_delta *delta,
			 struct comparison *comparison, GError **error)
{
	g_autoptr(GBytes) result = NULL, expected = NULL, before = NULL;
	g_autoptr(GError) cause = NULL;

	if (!is_blob(&delta->old) || !is_blob(&delta->new)) {
		comparison->match = MATCH_DIFFERS;
		return true;
	}
	result = objects_blob(trees->objects, &delta->old.id, error);
	expected = result ? objects_blob(trees->objects, &delta->new.id, error) : NULL;
	if (!expected)
		return false;
	if (delta->old.mode == delta->new.mode && compare_whitespace(result, expected)) {
		if (comparison->match == MATCH_RIGHT)
			comparison->match = MATCH_WHITESPACE;
		return true;
	}
	comparison->match = MATCH_DIFFERS;
	before = read_file(trees, &trees->onto, delta->path, &cause);
	if (before)
		compare_places(trees, delta->path, before, result, expected, comparison);
	if (!cause)
		return true;
	g_propagate_error(error, g_steal_pointer(&cause));
	return false;
}

struct comparison *compare_trees(const struct compared_trees *trees, GError **error)
{
	g_autoptr(comparison) comparison = g_new0(struct comparison, 1);
	g_autoptr(GArray) deltas =
		objects_compare(trees->objects, &trees->result, &trees->expected, error);

	comparison->elsewhere = g_ptr_array_new_with_free_func(g_free);
	comparison->match = MATCH_RIGHT;
	for (guint i = 0; deltas && i < deltas->len; i++) {
		if (!compare_file(trees, &g_array_index(deltas, struct tree_delta, i), comparison,
				  error))
			return NULL;
	}
	return deltas ? g_steal_pointer(&comparison) : NULL;
}

void comparison_free(struct comparison *comparison)
{
	if (!comparison)
		return;
	if (comparison->elsewhere)
		g_ptr_array_unref(comparison->elsewhere);
	g_free(comparison);
}
