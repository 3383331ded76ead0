// SPDX-License-Identifier: GPL-2.0-only
#include "engine/port/draft-proposal.h"

#include <string.h>

#include "engine/pick/draft-pick.h"
#include "engine/port/portgit.h"
#include "engine/result/pickedfile.h"

/* @tree: null in front of a first commit; @out_kind: what it is there; stays where it is no file */
static GBytes *content_at(struct objects *objects, const struct object_id *tree, const char *path,
			  enum tree_entry *out_kind)
{
	struct tree_item item;

	if (object_id_is_null(tree) || !objects_lookup(objects, tree, path, &item, NULL) ||
	    !tree_item_is_file(&item))
		return NULL;
	*out_kind = tree_kind(item.mode);
	return objects_blob(objects, &item.id, NULL);
}

/* a file that is nowhere, as its code is in others */
static bool is_made_up(const struct draft *draft)
{
	return !draft->ours && !draft->given && !draft->whole;
}

/* upstream's versions of what git would have left to a person */
static void add_upstream(GPtrArray *drafts, const struct port *port,
			 const struct port_source *source)
{
	const struct pick_request request = port_request(source);
	struct objects *objects = picker_objects(source->picker);
	char commit[OBJECT_ID_HEX + 1];
	struct object_id base, theirs;

	if (!request_trees(objects, &request, &base, &theirs, commit))
		return;
	for (guint i = 0; i < port->files->len; i++) {
		const struct picked_file *file = port->files->pdata[i];
		const char *path = file->from ? file->from : file->path;
		struct draft *draft = draft_find(drafts, file->path);
		enum tree_entry kind = TREE_FILE;

		if (!draft || !file->conflicted || draft->base || is_made_up(draft))
			continue;
		draft->base = content_at(objects, &base, path, &kind);
		draft->theirs = content_at(objects, &theirs, path, &kind);
		if (draft->whole)
			draft->kind = kind;
	}
}

/* false when a file cannot be read */
static bool add_path(GPtrArray *drafts, const struct tree *tree, const struct tree *after,
		     const char *path)
{
	enum tree_entry was = tree_entry(tree, path), is = tree_entry(after, path);
	struct draft *draft;

	if ((was == TREE_NONE && is == TREE_NONE) || draft_find(drafts, path))
		return true;
	draft = draft_new(path);
	g_ptr_array_add(drafts, draft);
	draft->kind = is == TREE_NONE ? was : is;
	draft->ours = tree_side(tree, path, NULL);
	draft->given = tree_side(after, path, NULL);
	return !draft->given == (is == TREE_NONE) && !draft->ours == (was == TREE_NONE);
}

/* a file that this tree lacks: a person may make it; in question where its code is nowhere else */
static void add_absent(GPtrArray *drafts, const struct picked_file *file)
{
	struct draft *draft = draft_new(file->path);

	draft->whole = strcmp(file->rung, "elsewhere") != 0;
	g_ptr_array_add(drafts, draft);
}

static bool is_absent(const struct tree *after, const struct picked_file *file)
{
	return (!strcmp(file->rung, "dropped") || !strcmp(file->rung, "left-out") ||
		!strcmp(file->rung, "elsewhere")) &&
	       tree_entry(after, file->path) == TREE_NONE;
}

static bool is_editable(const struct tree *after, const char *path)
{
	enum tree_entry is = tree_entry(after, path);

	return is == TREE_FILE || is == TREE_EXECUTABLE;
}

/* what the patch touches and the port leaves as it is: a person may see that otherwise */
static bool add_touched(GPtrArray *drafts, const struct tree *tree, const struct patch *patch,
			const struct port *port)
{
	for (guint i = 0; i < port->files->len; i++) {
		const struct picked_file *file = port->files->pdata[i];

		if (is_absent(port->after, file) && !draft_find(drafts, file->path))
			add_absent(drafts, file);
		else if (is_editable(port->after, file->path) &&
			 !add_path(drafts, tree, port->after, file->path))
			return false;
	}
	for (guint i = 0; !port->files->len && i < patch->diff->files->len; i++) {
		const char *path = file_diff_path(patch->diff->files->pdata[i]);

		if (is_editable(port->after, path) && !add_path(drafts, tree, port->after, path))
			return false;
	}
	return true;
}

GPtrArray *drafts_of_proposal(const struct tree *tree, const struct patch *patch,
			      const struct port *port, const struct port_source *source)
{
	g_autoptr(GPtrArray) paths = tree_changed(port->after);
	g_autoptr(GPtrArray) drafts = drafts_new();
	bool good = true;

	for (guint i = 0; good && i < paths->len; i++)
		good = add_path(drafts, tree, port->after, paths->pdata[i]);
	if (!good || !add_touched(drafts, tree, patch, port))
		return drafts_new();
	drafts_name_upstream(drafts, port->files);
	if (source)
		add_upstream(drafts, port, source);
	return g_steal_pointer(&drafts);
}
