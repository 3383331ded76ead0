// SPDX-License-Identifier: GPL-2.0-only
#include "engine/pick/draft-pick.h"

#include "engine/result/pickedfile.h"

static bool add_clean(GPtrArray *drafts, struct objects *objects, const struct tree_delta *delta)
{
	struct draft *draft = draft_new(delta->path);

	g_ptr_array_add(drafts, draft);
	draft->kind = tree_kind(delta->new.mode ? delta->new.mode : delta->old.mode);
	draft->ours = delta->old.mode ? objects_side(objects, &delta->old, NULL) : NULL;
	draft->given = delta->new.mode ? objects_side(objects, &delta->new, NULL) : NULL;
	return !delta->new.mode == !draft->given && !delta->old.mode == !draft->ours;
}

/* what the change touches, and leaves as it is; links and submodules have nothing to edit */
static bool add_same(GPtrArray *drafts, struct objects *objects, const struct object_id *ours,
		     const GPtrArray *files)
{
	for (guint i = 0; i < files->len; i++) {
		const char *path = ((const struct picked_file *)files->pdata[i])->path;
		struct tree_delta delta = { .path = (char *)path };

		if (draft_find(drafts, path))
			continue;
		if (!objects_lookup(objects, ours, path, &delta.new, NULL))
			return false;
		delta.old = delta.new;
		if (tree_item_is_file(&delta.new) && !add_clean(drafts, objects, &delta))
			return false;
	}
	return true;
}

/* can a person complete all that is open? */
static bool is_editable(const struct picked *picked)
{
	for (guint i = 0; i < picked->files->len; i++) {
		const struct picked_file *file = picked->files->pdata[i];

		if (!file->rung && !draft_find(picked->drafts, file->path))
			return false;
	}
	return true;
}

void drafts_name_upstream(GPtrArray *drafts, const GPtrArray *files)
{
	for (guint i = 0; i < files->len; i++) {
		const struct picked_file *file = files->pdata[i];
		struct draft *draft = draft_find(drafts, file->path);

		if (draft && file->from && !draft->upstream)
			draft->upstream = g_strdup(file->from);
	}
}

GPtrArray *drafts_of_pick(struct objects *objects, const struct object_id *ours,
			  struct picked *picked)
{
	g_autoptr(GArray) deltas = objects_compare(objects, ours, &picked->marked, NULL);
	bool editable = is_editable(picked);
	g_autoptr(GPtrArray) drafts = g_steal_pointer(&picked->drafts);

	if (!deltas || !editable)
		return NULL;
	for (guint i = 0; i < deltas->len; i++) {
		const struct tree_delta *delta = &g_array_index(deltas, struct tree_delta, i);

		if (!draft_find(drafts, delta->path) && !add_clean(drafts, objects, delta))
			return NULL;
	}
	if (!add_same(drafts, objects, ours, picked->files))
		return NULL;
	drafts_name_upstream(drafts, picked->files);
	return drafts->len ? g_steal_pointer(&drafts) : NULL;
}
