// SPDX-License-Identifier: GPL-2.0-only
#include "engine/draft-proposal.h"

#include <string.h>

#include "engine/draft-pick.h"
#include "engine/pick.h"

/* upstream's trees before and after the change; false where they are not at hand */
static bool upstream_trees(const struct port_source *source, struct object_id *base,
			   struct object_id *theirs)
{
	struct objects *objects = picker_objects(source->picker);
	g_autoptr(commit) commit = NULL, parent = NULL;
	guint number = MAX(source->parent, 1) - 1;

	*base = source->base;
	*theirs = source->theirs;
	if (!source->upstream)
		return true;
	commit = objects_commit(objects, source->upstream, NULL);
	if (!commit || number >= commit->parents->len)
		return false;
	parent = objects_commit_by_id(
		objects, &g_array_index(commit->parents, struct object_id, number), NULL);
	if (!parent)
		return false;
	*base = parent->tree;
	*theirs = commit->tree;
	return true;
}

static GBytes *content_at(struct objects *objects, const struct object_id *tree, const char *path)
{
	struct tree_item item;

	if (!objects_lookup(objects, tree, path, &item, NULL) ||
	    !tree_item_is_file(&item))
		return NULL;
	return objects_blob(objects, &item.id, NULL);
}

/* upstream's versions of what git would have left to a person */
static void add_upstream(GPtrArray *drafts, const struct port *port,
			 const struct port_source *source)
{
	struct object_id base, theirs;

	if (!upstream_trees(source, &base, &theirs))
		return;
	for (guint i = 0; i < port->files->len; i++) {
		const struct picked_file *file = port->files->pdata[i];
		const char *path = file->from ? file->from : file->path;
		struct draft *draft = draft_find(drafts, file->path);
		struct objects *objects = picker_objects(source->picker);

		if (!draft || !file->conflicted || draft->base)
			continue;
		draft->base = content_at(objects, &base, path);
		draft->theirs = content_at(objects, &theirs, path);
	}
}

GPtrArray *drafts_of_proposal(const struct tree *tree, const struct port *port,
			      const struct port_source *source)
{
	g_autoptr(GPtrArray) paths = tree_changed(port->after);
	g_autoptr(GPtrArray) drafts = drafts_new();

	for (guint i = 0; i < paths->len; i++) {
		const char *path = paths->pdata[i];
		enum tree_entry was = tree_entry(tree, path), is = tree_entry(port->after, path);
		struct draft *draft;

		if (was == TREE_NONE && is == TREE_NONE)
			continue;
		draft = draft_new(path);
		g_ptr_array_add(drafts, draft);
		draft->kind = is == TREE_NONE ? was : is;
		draft->ours = tree_side(tree, path, NULL);
		draft->given = tree_side(port->after, path, NULL);
		if (!draft->given != (is == TREE_NONE) || !draft->ours != (was == TREE_NONE)) {
			g_ptr_array_set_size(drafts, 0);
			break;
		}
	}
	drafts_name_upstream(drafts, port->files);
	if (source)
		add_upstream(drafts, port, source);
	return g_steal_pointer(&drafts);
}
