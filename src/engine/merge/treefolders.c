// SPDX-License-Identifier: GPL-2.0-only
#include "engine/merge/treefolders.h"

#include <string.h>

#include "base/file.h"
#include "engine/merge/treemerge.h"
#include "tree/tree.h"

bool merge_our_deltas(struct merge_trees *trees, GError **error)
{
	if (!trees->our_deltas)
		trees->our_deltas =
			objects_compare(trees->objects, trees->base, trees->ours, error);
	return trees->our_deltas != NULL;
}

static void go_up(char **path)
{
	char *next = path_folder(*path);

	g_free(*path);
	*path = next;
}

static bool has_folder(struct merge_trees *trees, const struct object_id *tree,
		       const char *path, bool *out, GError **error)
{
	struct tree_item item = { .mode = 0 };

	if (!object_id_is_null(tree) &&
	    !objects_lookup(trees->objects, tree, path, &item, error))
		return false;
	*out = tree_kind(item.mode) == TREE_FOLDER;
	return true;
}

/* did all of the folder move, as far as this file of it tells? What is below has its name still */
static bool tells_move(const char *folder, const char *old, const char *new)
{
	g_autofree char *from = path_folder(old + strlen(folder) + 1), *to = path_folder(new);
	size_t from_size = strlen(from), to_size = strlen(to);

	if (!from_size || !strcmp(from, to))
		return true;
	return to_size > from_size && to[to_size - from_size - 1] == '/' &&
	       !strcmp(to + to_size - from_size, from);
}

/** enum went - where by some deltas the files of a folder went that is not there any more */
enum went {
	WENT_AWAY,
	WENT_APART,	/* one is elsewhere */
	WENT_TOGETHER,	/* the folder has another name */
};

static enum went where_went(const struct merge_trees *trees, const GArray *deltas,
			    const char *folder)
{
	g_autoptr(GHashTable) wanted = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree char *below = g_strconcat(folder, "/", NULL);
	g_autoptr(GHashTable) moved = NULL;
	GHashTableIter iter;
	gpointer path, delta;

	for (guint i = 0; i < deltas->len; i++) {
		const struct tree_delta *delta = &g_array_index(deltas, struct tree_delta, i);

		if (!delta->new.mode && g_str_has_prefix(delta->path, below))
			g_hash_table_add(wanted, delta->path);
	}
	moved = renames_find(trees->similarity, deltas, wanted);
	g_hash_table_iter_init(&iter, moved);
	while (g_hash_table_iter_next(&iter, &path, &delta))
		if (tells_move(folder, path, ((const struct tree_delta *)delta)->path))
			return WENT_TOGETHER;
	return g_hash_table_size(moved) ? WENT_APART : WENT_AWAY;
}

/* what is read only; or a plain file, of a name in small letters without an ending */
static bool is_note(const char *path, const struct tree_item *item)
{
	const char *name = path_name(path);

	return tree_item_is_file(item) &&
	       (path_is_prose(path) ||
		(!strchr(name, '.') && !g_ascii_isupper(*name) && !(item->mode & 0111)));
}

static bool visit_note(void *data, const char *path, const struct tree_item *item)
{
	bool *only = data;

	*only = is_note(path, item);
	return *only;
}

bool folder_of_notes(struct objects *objects, const struct object_id *tree, const char *folder)
{
	bool only = false;

	return objects_list(objects, tree, folder, visit_note, &only, NULL) && only;
}

static bool is_settled(const struct file_merge *file)
{
	return file->state == MERGE_TAKEN || file->state == MERGE_CONTENT;
}

/* a new file in a folder that this tree has not, though the base had it, may belong elsewhere */
static bool check_new(struct merge_trees *trees, struct file_merge *file, GError **error)
{
	g_autofree char *folder = path_folder(file->path), *said = NULL;
	bool here, before;
	enum went went;

	if (!has_folder(trees, trees->ours, folder, &here, error) ||
	    !has_folder(trees, trees->base, folder, &before, error))
		return false;
	if (here || !before || !*folder)
		return true;
	if (!merge_our_deltas(trees, error))
		return false;
	said = g_strdup_printf("upstream adds '%s', and there is no folder '%s' in this tree",
			       file->path, folder);
	went = where_went(trees, trees->our_deltas, folder);
	if (went == WENT_TOGETHER) {
		file->state = MERGE_REFUSED;
		file->reason = g_steal_pointer(&said);
	} else {
		file->doubt = g_steal_pointer(&said);
		if (went == WENT_AWAY && is_note(file->path, &file->theirs))
			file->emptied = g_steal_pointer(&folder);
	}
	return true;
}

struct own {
	struct merge_trees *trees;
	size_t folder_size;
	char *path;
	GError *error;
};

static bool visit_own(void *data, const char *path, const struct tree_item *item)
{
	struct own *own = data;
	struct tree_item before;

	if (strchr(path + own->folder_size + 1, '/'))
		return true;
	if (!objects_lookup(own->trees->objects, own->trees->base, path, &before, &own->error))
		return false;
	if (!before.mode || tree_kind(before.mode) == TREE_FOLDER)
		own->path = g_strdup(path);
	return !own->path;
}

/* a file right in the folder that is this tree's own; @out as it was for none */
static bool find_own(struct merge_trees *trees, const char *folder, char **out, GError **error)
{
	struct own own = { .trees = trees, .folder_size = strlen(folder) };

	if (!objects_list(trees->objects, trees->ours, folder, visit_own, &own, error))
		return false;
	if (own.error) {
		g_propagate_error(error, own.error);
		return false;
	}
	*out = own.path;
	return true;
}

/* @folder is not in upstream's tree any more */
static bool left_folder(struct merge_trees *trees, struct file_merge *file, const char *folder,
			GError **error)
{
	g_autofree char *own = NULL;

	if (!find_own(trees, folder, &own, error))
		return false;
	if (own && !file->doubt &&
	    where_went(trees, trees->deltas, folder) == WENT_TOGETHER)
		file->doubt = g_strdup_printf("upstream moves the folder '%s', and '%s', which it "
					      "does not have, stays there", folder, own);
	return true;
}

/* what this tree has besides in a folder to which upstream gives another name may belong there */
static bool check_left(struct merge_trees *trees, struct file_merge *file, GHashTable *seen,
		       GError **error)
{
	g_autofree char *folder = path_folder(file->base_path);
	bool theirs, here;

	for (; *folder && g_hash_table_add(seen, g_strdup(folder)); go_up(&folder)) {
		if (!has_folder(trees, trees->theirs, folder, &theirs, error) ||
		    !has_folder(trees, trees->ours, folder, &here, error))
			return false;
		if (theirs)
			return true;
		if (here && !left_folder(trees, file, folder, error))
			return false;
	}
	return true;
}

/* does upstream put it where it was not before? */
static bool is_put(const struct file_merge *file)
{
	return file->theirs.mode && (!file->base.mode || (strcmp(file->path, file->base_path) &&
							  strcmp(file->path, file->ours_path)));
}

bool merge_check_folders(struct merge_trees *trees, const GPtrArray *files, GError **error)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < files->len; i++) {
		struct file_merge *file = files->pdata[i];

		if (!is_settled(file))
			continue;
		if (is_put(file) && !check_new(trees, file, error))
			return false;
		if (file->base.mode && !check_left(trees, file, seen, error))
			return false;
	}
	return true;
}
