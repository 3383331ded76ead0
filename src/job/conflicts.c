// SPDX-License-Identifier: GPL-2.0-only
#include "job/conflicts.h"

#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "engine/ladder/draft.h"
#include "engine/result/pickedfile.h"
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

static bool write_as(const char *folder, const char *name, GBytes *content, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	gsize size;
	const char *data = g_bytes_get_data(content, &size);

	if (!path_is_safe(name)) {
		g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE, "the tree has an unsafe path '%s'",
			    name);
		return false;
	}
	return file_write(path, size ? data : "", size, error);
}

static bool export_file(struct objects *objects, const struct tree_delta *delta,
			const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, delta->path, NULL);
	g_autoptr(GBytes) content = NULL;

	if (!tree_item_is_file(&delta->new))
		return true;
	content = objects_blob(objects, &delta->new.id, error);
	if (!content || !write_as(folder, delta->path, content, error))
		return false;
	if (tree_kind(delta->new.mode) == TREE_EXECUTABLE)
		chmod(path, 0755);
	return true;
}

/* nothing in the file shows what is open: upstream's two versions stand beside it */
static bool export_whole(const struct draft *draft, const char *folder, GError **error)
{
	g_autofree char *base = g_strdup_printf("%s.base", draft->path);
	g_autofree char *theirs = g_strdup_printf("%s.theirs", draft->path);

	return (!draft->given || write_as(folder, draft->path, draft->given, error)) &&
	       (!draft->base || write_as(folder, base, draft->base, error)) &&
	       (!draft->theirs || write_as(folder, theirs, draft->theirs, error));
}

/* those that the change touches, and leaves as they are */
static bool export_same(struct objects *objects, const struct picked *picked, const char *folder,
			GError **error)
{
	for (guint i = 0; i < picked->files->len; i++) {
		const struct picked_file *file = picked->files->pdata[i];
		struct tree_delta delta = { .path = file->path };

		if (!objects_lookup(objects, &picked->marked, file->path, &delta.new, error) ||
		    !export_file(objects, &delta, folder, error))
			return false;
	}
	return true;
}

static char *not_editable(const struct picked *picked)
{
	for (guint i = 0; i < picked->files->len; i++) {
		const struct picked_file *file = picked->files->pdata[i];

		if (!file->rung && !draft_find(picked->drafts, file->path))
			return g_strdup(file->path);
	}
	return NULL;
}

bool conflicts_export(struct objects *objects, const char *onto, const struct picked *picked,
		      const char *folder, char **out_left, GError **error)
{
	g_autoptr(commit) commit = objects_commit(objects, onto, error);
	g_autoptr(GArray) deltas = NULL;

	if (!commit)
		return false;
	deltas = objects_compare(objects, &commit->tree, &picked->marked, error);
	if (!deltas)
		return false;
	for (guint i = 0; i < deltas->len; i++) {
		if (!export_file(objects, &g_array_index(deltas, struct tree_delta, i), folder,
				 error))
			return false;
	}
	if (!export_same(objects, picked, folder, error))
		return false;
	for (guint i = 0; i < picked->drafts->len; i++) {
		const struct draft *draft = picked->drafts->pdata[i];

		if (draft->whole && !export_whole(draft, folder, error))
			return false;
	}
	*out_left = not_editable(picked);
	return true;
}
