// SPDX-License-Identifier: GPL-2.0-only
#include "check/claimed.h"

#include <string.h>

#include "base/strings.h"

bool is_c_source(const char *path)
{
	return g_str_has_suffix(path, ".c");
}

bool bytes_equal(GBytes *a, GBytes *b)
{
	return a == b || (a && b && g_bytes_equal(a, b));
}

bool tree_content(const struct tree *tree, const char *path, GBytes **out, GError **error)
{
	enum tree_entry entry = tree_entry(tree, path);

	*out = NULL;
	if (entry != TREE_FILE && entry != TREE_EXECUTABLE)
		return true;
	*out = tree_read(tree, path, error);
	return *out != NULL;
}

static void claimed_file_free(gpointer data)
{
	struct claimed_file *file = data;

	g_free(file->path);
	g_clear_pointer(&file->before, g_bytes_unref);
	g_clear_pointer(&file->after, g_bytes_unref);
	g_free(file);
}

static GPtrArray *paths_of(const struct claim *claim)
{
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) changed = tree_changed(claim->after);

	for (guint i = 0; i < changed->len; i++)
		add_string_once(paths, changed->pdata[i]);
	for (guint i = 0; i < claim->ported->diff->files->len; i++) {
		const struct file_diff *file = claim->ported->diff->files->pdata[i];

		add_string_once(paths, file->old_path);
		add_string_once(paths, file->new_path);
	}
	g_ptr_array_sort(paths, compare_strings);
	return paths;
}

GPtrArray *claimed_files(const struct claim *claim, GError **error)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(claimed_file_free);
	g_autoptr(GPtrArray) paths = paths_of(claim);

	for (guint i = 0; i < paths->len; i++) {
		struct claimed_file *file = g_new0(struct claimed_file, 1);

		g_ptr_array_add(files, file);
		file->path = g_strdup(paths->pdata[i]);
		if (!tree_content(claim->before, file->path, &file->before, error) ||
		    !tree_content(claim->after, file->path, &file->after, error))
			return NULL;
		if (bytes_equal(file->before, file->after))
			g_ptr_array_remove_index(files, files->len - 1);
	}
	return g_steal_pointer(&files);
}

static bool same_text(const struct csource *a, const struct cregion *in_a,
		      const struct csource *b, const struct cregion *in_b)
{
	const struct ctoken *a_first = ctoken_at(a, in_a->first_token);
	const struct ctoken *a_last = ctoken_at(a, in_a->last_token);
	const struct ctoken *b_first = ctoken_at(b, in_b->first_token);
	const struct ctoken *b_last = ctoken_at(b, in_b->last_token);
	size_t a_size = a_last->text + a_last->size - a_first->text;
	size_t b_size = b_last->text + b_last->size - b_first->text;

	return a_size == b_size && !memcmp(a_first->text, b_first->text, a_size);
}

GPtrArray *claimed_functions(const struct claimed_file *file)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GBytes) empty = g_bytes_new_static("", 0);
	g_autoptr(csource) before = csource_scan(file->before ? file->before : empty);
	g_autoptr(csource) after = csource_scan(file->after ? file->after : empty);

	for (guint i = 0; i < after->regions->len; i++) {
		const struct cregion *region = &g_array_index(after->regions, struct cregion, i);
		const struct cregion *old;

		if (region->kind != CREGION_FUNCTION)
			continue;
		old = csource_function(before, region->name);
		if (!old || !same_text(before, old, after, region))
			add_string_once(names, region->name);
	}
	g_ptr_array_sort(names, compare_strings);
	return names;
}
