// SPDX-License-Identifier: GPL-2.0-only
#include "engine/merge/treemerge.h"

#include <stdbool.h>
#include <string.h>

#include "engine/merge/treefolders.h"
#include "engine/merge/treeplaces.h"
#include "tree/tree.h"

/*
 * @their_renames: path in the base -> delta of the file it became upstream
 * @our_renames: likewise in this tree; found when the first file is missing
 */
struct merging {
	struct merge_trees trees;
	GHashTable *their_renames;
	GHashTable *our_renames;
	GPtrArray *files;
};

static bool same_item(const struct tree_item *a, const struct tree_item *b)
{
	return a->mode == b->mode && (!a->mode || object_id_equal(&a->id, &b->id));
}

static const char *kind_of(const struct tree_item *item)
{
	switch (tree_kind(item->mode)) {
	case TREE_FILE:
	case TREE_EXECUTABLE:
		return "a file";
	case TREE_SYMLINK:
		return "a symbolic link";
	case TREE_SUBMODULE:
		return "a submodule";
	case TREE_FOLDER:
		return "a folder";
	default:
		return "nothing";
	}
}

void file_merge_free(struct file_merge *file)
{
	if (!file)
		return;
	g_free(file->path);
	g_free(file->ours_path);
	g_free(file->base_path);
	g_free(file->reason);
	g_free(file->doubt);
	g_free(file->emptied);
	g_free(file);
}

static void refuse(struct file_merge *file, enum merge_state state, char *reason)
{
	file->state = state;
	file->reason = reason;
}

/* true when the modes merge; a side that did not change the mode gives way */
static bool merge_modes(struct file_merge *file)
{
	if (file->ours.mode == file->base.mode || file->ours.mode == file->theirs.mode)
		file->result.mode = file->theirs.mode;
	else if (file->theirs.mode == file->base.mode)
		file->result.mode = file->ours.mode;
	else
		return false;
	return true;
}

/* a submodule is a commit of another repository, and git has no more of it than the name */
static char *both_submodules(const struct file_merge *file)
{
	char base[OBJECT_ID_HEX + 1], ours[OBJECT_ID_HEX + 1], theirs[OBJECT_ID_HEX + 1];

	return g_strdup_printf("submodule '%s' is at %.12s here; upstream takes it from %.12s to "
			       "%.12s: choose a commit of it", file->ours_path,
			       object_id_hex(&file->ours.id, ours),
			       object_id_hex(&file->base.id, base),
			       object_id_hex(&file->theirs.id, theirs));
}

static bool is_folder(const struct tree_item *item)
{
	return tree_kind(item->mode) == TREE_FOLDER;
}

static bool is_submodule(const struct tree_item *item)
{
	return tree_kind(item->mode) == TREE_SUBMODULE;
}

/* all three are there and ours is neither of the others */
static void settle_changed(struct file_merge *file)
{
	if (is_submodule(&file->base) && is_submodule(&file->ours) && is_submodule(&file->theirs)) {
		refuse(file, MERGE_REFUSED, both_submodules(file));
	} else if (!tree_item_is_file(&file->base) || !tree_item_is_file(&file->ours) ||
	    !tree_item_is_file(&file->theirs)) {
		refuse(file, MERGE_REFUSED,
		       g_strdup_printf("'%s' is %s upstream and %s here, and both changed it",
				       file->ours_path, kind_of(&file->theirs),
				       kind_of(&file->ours)));
	} else if (!merge_modes(file)) {
		refuse(file, MERGE_REFUSED,
		       g_strdup_printf("both sides changed the mode of '%s': %o upstream, %o here",
				       file->ours_path, file->theirs.mode, file->ours.mode));
	} else if (object_id_equal(&file->base.id, &file->ours.id)) {
		file->result.id = file->theirs.id;
	} else if (object_id_equal(&file->base.id, &file->theirs.id) ||
		   object_id_equal(&file->ours.id, &file->theirs.id)) {
		file->result.id = file->ours.id;
	} else {
		file->state = MERGE_CONTENT;
	}
}

/* git merges two files that were added on an empty one: beside an empty one the other is taken */
static bool settle_added(struct file_merge *file)
{
	if (file->base.mode || file->ours.mode != file->theirs.mode)
		return false;
	if (tree_item_is_empty(&file->ours))
		file->result = file->theirs;
	else if (tree_item_is_empty(&file->theirs))
		file->result = file->ours;
	else
		return false;
	return true;
}

/* a side that renamed the file has one, and the other side has made something else of it */
static bool is_retyped(const struct file_merge *file)
{
	bool renamed = strcmp(file->ours_path, file->base_path) ||
		       strcmp(file->path, file->base_path);

	return renamed && file->ours.mode && file->theirs.mode &&
	       !tree_item_same_kind(&file->ours, &file->theirs);
}

/* upstream gave it another name, and this tree other content */
static bool is_only_moved(const struct file_merge *file)
{
	return file->ours.mode && !is_folder(&file->ours) && same_item(&file->theirs, &file->base);
}

static void settle(struct file_merge *file)
{
	if (settle_added(file))
		return;
	if (is_retyped(file)) {
		settle_changed(file);
	} else if (same_item(&file->ours, &file->base)) {
		file->result = file->theirs;
	} else if (same_item(&file->ours, &file->theirs) || is_only_moved(file)) {
		file->result = file->ours;
	} else if (!file->theirs.mode) {
		refuse(file, MERGE_REFUSED,
		       g_strdup_printf("upstream removes '%s', which differs here",
				       file->ours_path));
	} else if (!file->base.mode) {
		refuse(file, MERGE_REFUSED,
		       g_strdup_printf("upstream adds '%s', where %s with other content stands",
				       file->path, kind_of(&file->ours)));
	} else if (!file->ours.mode) {
		refuse(file, MERGE_ABSENT, g_strdup_printf("there is no '%s' in this tree",
							   file->base_path));
	} else {
		settle_changed(file);
	}
}

/* in this tree the file may have another name */
static bool find_ours(struct merging *m, struct file_merge *file, GError **error)
{
	g_autoptr(GHashTable) wanted = NULL;
	const struct tree_delta *to;

	if (!merge_our_deltas(&m->trees, error))
		return false;
	if (!m->our_renames) {
		wanted = g_hash_table_new(g_str_hash, g_str_equal);
		for (guint i = 0; i < m->trees.deltas->len; i++) {
			const struct tree_delta *delta =
				&g_array_index(m->trees.deltas, struct tree_delta, i);

			if (delta->old.mode)
				g_hash_table_add(wanted, delta->path);
		}
		m->our_renames = renames_find(m->trees.similarity, m->trees.our_deltas, wanted);
	}
	to = g_hash_table_lookup(m->our_renames, file->base_path);
	if (!to)
		return true;
	file->ours = to->new;
	g_free(file->ours_path);
	file->ours_path = g_strdup(to->path);
	return true;
}

/* where a folder stands, there is no file: it may have another name, or be gone */
static bool look_up_ours(struct merging *m, struct file_merge *file, GError **error)
{
	struct tree_item here;

	if (!objects_lookup(m->trees.objects, m->trees.ours, file->base_path, &here, error))
		return false;
	if (!is_folder(&here))
		file->ours = here;
	if (!file->ours.mode && file->base.mode && !find_ours(m, file, error))
		return false;
	/* no file of upstream's that was changed is merged with a folder */
	if (!file->ours.mode && file->base.mode && file->theirs.mode)
		file->ours = here;
	return true;
}

static bool add_file(struct merging *m, const char *base_path, const struct tree_item *base,
		     const char *path, const struct tree_item *theirs, GError **error)
{
	struct file_merge *file = g_new0(struct file_merge, 1);

	g_ptr_array_add(m->files, file);
	file->base_path = g_strdup(base_path);
	file->ours_path = g_strdup(base_path);
	file->path = g_strdup(path);
	file->base = *base;
	file->theirs = *theirs;
	if (!look_up_ours(m, file, error))
		return false;
	settle(file);
	if (!theirs->mode && file->state == MERGE_TAKEN && strcmp(file->ours_path, base_path))
		file->doubt = g_strdup_printf("upstream removes '%s', which is '%s' here",
					      base_path, file->ours_path);
	if (!strcmp(path, base_path)) {
		g_free(file->path);
		file->path = g_strdup(file->ours_path);
	} else if (strcmp(file->ours_path, base_path) && strcmp(file->ours_path, path)) {
		g_clear_pointer(&file->reason, g_free);
		refuse(file, MERGE_REFUSED,
		       g_strdup_printf("'%s' was renamed to '%s' upstream and is '%s' here",
				       base_path, path, file->ours_path));
	}
	return true;
}

/* upstream's own renames matter only where this tree's file is not the base's */
static bool find_theirs(struct merging *m, GError **error)
{
	const GArray *deltas = m->trees.deltas;
	g_autoptr(GHashTable) wanted = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < deltas->len; i++) {
		const struct tree_delta *delta = &g_array_index(deltas, struct tree_delta, i);
		struct tree_item ours;

		if (delta->new.mode)
			continue;
		if (!objects_lookup(m->trees.objects, m->trees.ours, delta->path, &ours, error))
			return false;
		if (!same_item(&ours, &delta->old))
			g_hash_table_add(wanted, delta->path);
	}
	m->their_renames = renames_find(m->trees.similarity, deltas, wanted);
	return true;
}

static bool merge_all(struct merging *m, GError **error)
{
	const GArray *deltas = m->trees.deltas;
	g_autoptr(GHashTable) arrived = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter iter;
	gpointer delta;

	if (!find_theirs(m, error))
		return false;
	g_hash_table_iter_init(&iter, m->their_renames);
	while (g_hash_table_iter_next(&iter, NULL, &delta))
		g_hash_table_add(arrived, ((struct tree_delta *)delta)->path);
	for (guint i = 0; i < deltas->len; i++) {
		const struct tree_delta *from = &g_array_index(deltas, struct tree_delta, i);
		const struct tree_delta *to = g_hash_table_lookup(m->their_renames, from->path);

		if (!from->old.mode && g_hash_table_contains(arrived, from->path))
			continue;
		if (!add_file(m, from->path, &from->old, to ? to->path : from->path,
			      to ? &to->new : &from->new, error))
			return false;
	}
	return merge_check_places(m->trees.objects, m->trees.ours, m->files, error) &&
	       merge_check_folders(&m->trees, m->files, error);
}

GPtrArray *tree_merge(struct objects *objects, struct similarity *similarity,
		      const struct object_id *base, const struct object_id *ours,
		      const struct object_id *theirs, const GArray *deltas, GError **error)
{
	struct merging m = {
		.trees = { objects, similarity, base, ours, theirs, deltas, NULL },
		.files = g_ptr_array_new_with_free_func((GDestroyNotify)file_merge_free),
	};
	bool good = merge_all(&m, error);

	g_clear_pointer(&m.their_renames, g_hash_table_unref);
	g_clear_pointer(&m.our_renames, g_hash_table_unref);
	g_clear_pointer(&m.trees.our_deltas, g_array_unref);
	if (!good)
		g_clear_pointer(&m.files, g_ptr_array_unref);
	return m.files;
}
