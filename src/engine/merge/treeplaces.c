// SPDX-License-Identifier: GPL-2.0-only
#include "engine/merge/treeplaces.h"

#include <string.h>

#include "engine/merge/treemerge.h"
#include "tree/tree.h"

/*
 * @leaving: paths of this tree at which no file stands afterwards; borrowed
 * @stays: what visit() found
 */
struct places {
	struct objects *objects;
	const struct object_id *ours;
	GHashTable *leaving;
	char *stays;
};

/* goes away: upstream removes it, or its place is another one */
static bool leaves(const struct file_merge *file)
{
	bool removed = file->state == MERGE_TAKEN && !file->result.mode;
	bool merged = file->state == MERGE_TAKEN || file->state == MERGE_CONTENT;

	return file->ours.mode && (removed || (merged && strcmp(file->path, file->ours_path)));
}

static bool visit(void *data, const char *path, const struct tree_item *item)
{
	struct places *places = data;

	if (!g_hash_table_contains(places->leaving, path))
		places->stays = g_strdup(path);
	return !places->stays;
}

/* what stands there and stays; in a folder, its first file that does; @out as it was for nothing */
static bool find_at(struct places *places, const char *path, const struct tree_item *here,
		    char **out, GError **error)
{
	if (!here->mode || g_hash_table_contains(places->leaving, path))
		return true;
	if (tree_kind(here->mode) != TREE_FOLDER) {
		*out = g_strdup(path);
		return true;
	}
	if (!objects_list(places->objects, places->ours, path, visit, places, error))
		return false;
	*out = g_steal_pointer(&places->stays);
	return true;
}

/* what stands in the way of a file at @path; NULL for nothing */
static bool find_blocking(struct places *places, const char *path, char **out, GError **error)
{
	for (const char *end = path; *end && !*out; ) {
		g_autofree char *above = NULL;
		struct tree_item here;

		end += strcspn(end + 1, "/") + 1;
		above = g_strndup(path, end - path);
		if (!objects_lookup(places->objects, places->ours, above, &here, error))
			return false;
		if (*end && tree_kind(here.mode) == TREE_FOLDER)
			continue;
		return find_at(places, above, &here, out, error);
	}
	return true;
}

/* does it go where there is no file of its own yet? */
static bool is_new_place(const struct file_merge *file)
{
	if (!file->theirs.mode)
		return false;
	return strcmp(file->path, file->ours_path) || (!file->base.mode && !file->ours.mode);
}

static bool check_file(struct places *places, struct file_merge *file, GError **error)
{
	g_autofree char *blocking = NULL;

	if (!is_new_place(file))
		return true;
	if (!find_blocking(places, file->path, &blocking, error))
		return false;
	if (!blocking)
		return true;
	g_free(file->reason);
	file->state = MERGE_REFUSED;
	file->reason = g_strdup_printf("upstream puts a file at '%s', where '%s' stands in the way",
				       file->path, blocking);
	file->blocked = true;
	return true;
}

static void find_leaving(GHashTable *leaving, const GPtrArray *files)
{
	g_hash_table_remove_all(leaving);
	for (guint i = 0; i < files->len; i++) {
		const struct file_merge *file = files->pdata[i];

		if (leaves(file))
			g_hash_table_add(leaving, file->ours_path);
	}
}

/* once: sets @out_blocked when a file was refused */
static bool check_files(struct places *places, const GPtrArray *files, bool *out_blocked,
			GError **error)
{
	*out_blocked = false;
	find_leaving(places->leaving, files);
	for (guint i = 0; i < files->len; i++) {
		struct file_merge *file = files->pdata[i];

		if (file->blocked)
			continue;
		if (!check_file(places, file, error))
			return false;
		*out_blocked |= file->blocked;
	}
	return true;
}

bool merge_check_places(struct objects *objects, const struct object_id *ours,
			const GPtrArray *files, GError **error)
{
	g_autoptr(GHashTable) leaving = g_hash_table_new(g_str_hash, g_str_equal);
	struct places places = { .objects = objects, .ours = ours, .leaving = leaving };
	bool blocked = true;

	/* a file that finds no room stays where it is, and may stand in another one's way */
	while (blocked)
		if (!check_files(&places, files, &blocked, error))
			return false;
	return true;
}
