// SPDX-License-Identifier: GPL-2.0-only
/*
 * Changes in memory on top of another tree.
 */
#include <string.h>

#include "base/strings.h"
#include "tree/backend.h"

struct overlay {
	const struct tree *base;
	GHashTable *entries;	/* path to struct entry */
};

struct entry {
	enum tree_entry kind;	/* TREE_NONE: removed */
	GBytes *content;
};

static void entry_free(gpointer data)
{
	struct entry *entry = data;

	if (entry->content)
		g_bytes_unref(entry->content);
	g_free(entry);
}

static const struct entry *changed(const struct tree *tree, const char *path)
{
	const struct overlay *overlay = tree->data;

	return g_hash_table_lookup(overlay->entries, path);
}

/* the name directly below the folder @path that @below goes through, or NULL */
static char *name_below(const char *path, const char *below)
{
	size_t size = strlen(path);
	const char *slash;

	if (size) {
		if (strncmp(below, path, size) || below[size] != '/')
			return NULL;
		below += size + 1;
	}
	slash = strchr(below, '/');
	return slash ? g_strndup(below, slash - below) : g_strdup(below);
}

static bool has_below(const struct overlay *overlay, const char *path)
{
	GHashTableIter iter;
	gpointer name, value;

	g_hash_table_iter_init(&iter, overlay->entries);
	while (g_hash_table_iter_next(&iter, &name, &value)) {
		g_autofree char *below = name_below(path, name);

		if (below && ((struct entry *)value)->kind != TREE_NONE)
			return true;
	}
	return false;
}

static enum tree_entry overlay_entry(const struct tree *tree, const char *path)
{
	const struct overlay *overlay = tree->data;
	const struct entry *entry = changed(tree, path);
	enum tree_entry kind;

	if (entry)
		return entry->kind;
	kind = tree_entry(overlay->base, path);
	return kind == TREE_NONE && has_below(overlay, path) ? TREE_FOLDER : kind;
}

static GBytes *overlay_read(const struct tree *tree, const char *path, bool here, GError **error)
{
	const struct overlay *overlay = tree->data;
	const struct entry *entry = changed(tree, path);

	if (!entry)
		return overlay->base->backend->read(overlay->base, path, here, error);
	if (entry->kind != TREE_FILE && entry->kind != TREE_EXECUTABLE)
		return tree_missing(path, error);
	return g_bytes_ref(entry->content);
}

static GBytes *overlay_target(const struct tree *tree, const char *path)
{
	const struct overlay *overlay = tree->data;
	const struct entry *entry = changed(tree, path);

	return entry ? g_bytes_ref(entry->content) : tree_side(overlay->base, path, NULL);
}

static void overlay_list(const struct tree *tree, const char *path, GPtrArray *names)
{
	const struct overlay *overlay = tree->data;
	g_autoptr(GPtrArray) base = tree_list(overlay->base, path);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	gpointer name, value;

	for (guint i = 0; i < base->len; i++)
		g_hash_table_add(seen, g_strdup(base->pdata[i]));
	g_hash_table_iter_init(&iter, overlay->entries);
	while (g_hash_table_iter_next(&iter, &name, &value)) {
		g_autofree char *below = name_below(path, name);
		g_autofree char *whole = below && *path ? g_build_filename(path, below, NULL) :
							  g_strdup(below);

		if (!below)
			continue;
		if (strcmp(whole, name) || ((struct entry *)value)->kind != TREE_NONE)
			g_hash_table_add(seen, g_steal_pointer(&below));
		else
			g_hash_table_remove(seen, below);
	}
	g_hash_table_iter_init(&iter, seen);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		g_ptr_array_add(names, g_strdup(name));
}

static GBytes *overlay_blob(const struct tree *tree, const char *id)
{
	const struct overlay *overlay = tree->data;

	return tree_blob(overlay->base, id);
}

static void overlay_ready(const struct tree *tree, const char *path)
{
	const struct overlay *overlay = tree->data;

	tree_make_ready(overlay->base, path);
}

static void overlay_free(struct tree *tree)
{
	struct overlay *overlay = tree->data;

	g_hash_table_unref(overlay->entries);
	g_free(overlay);
}

static const struct tree_backend overlay_backend = {
	.entry = overlay_entry,
	.read = overlay_read,
	.target = overlay_target,
	.list = overlay_list,
	.blob = overlay_blob,
	.ready = overlay_ready,
	.free = overlay_free,
};

struct tree *tree_overlay(const struct tree *base)
{
	struct tree *tree = g_new0(struct tree, 1);
	struct overlay *overlay = g_new0(struct overlay, 1);

	overlay->base = base;
	overlay->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
	tree->backend = &overlay_backend;
	tree->data = overlay;
	tree->folder = g_strdup(base->folder);
	tree->repository = g_strdup(base->repository);
	tree->commit = g_strdup(base->commit);
	tree->history = base->history;
	tree->answers = base->answers;
	tree->ancestry = base->ancestry;
	tree->fault = base->fault;
	tree->alternates = g_strdup(base->alternates);
	return tree;
}

void tree_put(struct tree *tree, const char *path, GBytes *content, enum tree_entry kind)
{
	struct overlay *overlay = tree->data;
	struct entry *entry = g_new0(struct entry, 1);

	entry->kind = kind;
	entry->content = g_bytes_ref(content);
	g_hash_table_replace(overlay->entries, g_strdup(path), entry);
}

void tree_drop(struct tree *tree, const char *path)
{
	struct overlay *overlay = tree->data;

	g_hash_table_replace(overlay->entries, g_strdup(path), g_new0(struct entry, 1));
}

static GPtrArray *sorted_names(GHashTable *names)
{
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, names);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		g_ptr_array_add(paths, g_strdup(name));
	g_ptr_array_sort(paths, compare_strings);
	return paths;
}

GPtrArray *tree_changed(const struct tree *tree)
{
	const struct overlay *overlay = tree->data;

	return sorted_names(overlay->entries);
}

GPtrArray *tree_changed_all(const struct tree *tree)
{
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);

	while (tree->backend == &overlay_backend) {
		const struct overlay *overlay = tree->data;
		GHashTableIter iter;
		gpointer name;

		g_hash_table_iter_init(&iter, overlay->entries);
		while (g_hash_table_iter_next(&iter, &name, NULL))
			g_hash_table_add(names, name);
		tree = overlay->base;
	}
	return sorted_names(names);
}
