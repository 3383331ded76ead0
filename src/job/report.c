// SPDX-License-Identifier: GPL-2.0-only
/*
 * What earlier runs left in patches/: one verdict.json a series and tree.
 */
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/strings.h"
#include "format/series.h"
#include "job/port.h"
#include "report/report.h"
#include "tree/conf.h"

static GPtrArray *folders_in(const char *path)
{
	GPtrArray *names = folder_names(path);

	for (guint i = names->len; i-- > 0;) {
		const char *name = names->pdata[i];
		g_autofree char *below = g_build_filename(path, name, NULL);

		if (*name == '.' || !g_file_test(below, G_FILE_TEST_IS_DIR))
			g_ptr_array_remove_index(names, i);
	}
	return names;
}

static void read_patches(const struct workspace *workspace, struct tree_result *tree)
{
	for (guint i = 0; i < tree->patches->len; i++) {
		struct patch_result *patch = tree->patches->pdata[i];
		g_autofree char *path = NULL;
		g_autoptr(GBytes) bytes = NULL;

		if (!patch->file || !path_is_safe(patch->file))
			continue;
		path = g_build_filename(workspace->root, patch->file, NULL);
		bytes = file_read(path, NULL);
		if (bytes)
			patch->text = bytes_text(bytes);
	}
}

/* false with an error for a verdict.json that cannot be read; a missing one is passed over */
static bool add_tree(const struct workspace *workspace, const char *folder, const char *name,
		     struct series_result *result, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, "verdict.json", NULL);
	g_autoptr(GBytes) bytes = NULL;
	g_autofree char *text = NULL;
	struct tree_result *tree;

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return true;
	bytes = file_read(path, error);
	if (!bytes)
		return false;
	text = bytes_text(bytes);
	tree = verdict_parse(text, error);
	if (!tree) {
		g_prefix_error(error, "'%s': ", path);
		return false;
	}
	read_patches(workspace, tree);
	g_ptr_array_add(result->trees, tree);
	return true;
}

/* trees in the order of the tree files; those without one behind */
static GPtrArray *trees_in_order(const struct workspace *workspace, const char *folder)
{
	g_autoptr(GPtrArray) confs = tree_conf_load_all(workspace->trees, NULL);
	g_autoptr(GPtrArray) there = folders_in(folder);
	GPtrArray *order = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; confs && i < confs->len; i++) {
		const struct tree_conf *conf = confs->pdata[i];

		if (has_string(there, conf->name))
			add_string_once(order, conf->name);
	}
	for (guint i = 0; i < there->len; i++)
		add_string_once(order, there->pdata[i]);
	return order;
}

static struct series_result *read_series(const struct workspace *workspace, const char *name,
					 GError **error)
{
	g_autofree char *folder = g_build_filename(workspace->patches, name, NULL);
	g_autoptr(series) series = series_load(folder, error);
	g_autoptr(series_result) result = NULL;
	g_autoptr(GPtrArray) trees = NULL;

	if (!series)
		return NULL;
	result = series_result_new(name);
	result->title = g_strdup(series_title(series));
	result->version = series->version;
	trees = trees_in_order(workspace, folder);
	for (guint i = 0; i < trees->len; i++) {
		if (!add_tree(workspace, folder, trees->pdata[i], result, error))
			return NULL;
	}
	return g_steal_pointer(&result);
}

GPtrArray *job_report(const struct workspace *workspace, const char *series, GError **error)
{
	g_autoptr(GPtrArray) results =
		g_ptr_array_new_with_free_func((GDestroyNotify)series_result_free);
	g_autoptr(GPtrArray) names = folders_in(workspace->patches);

	if (series) {
		g_ptr_array_set_size(names, 0);
		g_ptr_array_add(names, g_strdup(series));
	}
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *folder =
			g_build_filename(workspace->patches, names->pdata[i], NULL);
		struct series_result *result;

		/* a folder of something else is no reason to fail, unless it was asked for */
		if (!series && !series_is_there(folder))
			continue;
		result = read_series(workspace, names->pdata[i], error);
		if (!result)
			return NULL;
		g_ptr_array_add(results, result);
	}
	return g_steal_pointer(&results);
}
