// SPDX-License-Identifier: GPL-2.0-only
#include "job/conflicts.h"

#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "tree/tree.h"

bool conflicts_folder(const char *folder, GError **error)
{
	g_autoptr(GPtrArray) names = folder_names(folder);

	if (g_file_test(folder, G_FILE_TEST_EXISTS) && !g_file_test(folder, G_FILE_TEST_IS_DIR)) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "'%s' is no folder", folder);
		return false;
	}
	if (names->len) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "'%s' is not empty; name a new folder for the conflicts", folder);
		return false;
	}
	return true;
}

static bool export_file(struct objects *objects, const struct tree_delta *delta,
			const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, delta->path, NULL);
	g_autoptr(GBytes) content = NULL;

	if (!tree_item_is_file(&delta->new))
		return true;
	if (!path_is_safe(delta->path)) {
		g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE, "the tree has an unsafe path '%s'",
			    delta->path);
		return false;
	}
	content = objects_blob(objects, &delta->new.id, error);
	if (!content || !file_write(path, g_bytes_get_data(content, NULL),
				    g_bytes_get_size(content), error))
		return false;
	if (tree_kind(delta->new.mode) == TREE_EXECUTABLE)
		chmod(path, 0755);
	return true;
}

bool conflicts_export(struct objects *objects, const char *onto, const struct object_id *tree,
		      const char *folder, GError **error)
{
	g_autoptr(commit) commit = objects_commit(objects, onto, error);
	g_autoptr(GArray) deltas = NULL;

	if (!commit)
		return false;
	deltas = objects_compare(objects, &commit->tree, tree, error);
	if (!deltas)
		return false;
	for (guint i = 0; i < deltas->len; i++) {
		if (!export_file(objects, &g_array_index(deltas, struct tree_delta, i), folder,
				 error))
			return false;
	}
	return true;
}
