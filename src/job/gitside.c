// SPDX-License-Identifier: GPL-2.0-only
#include "job/gitside.h"

#include <string.h>

#include "base/tmpdir.h"
#include "engine/patchtree.h"

/*
 * @scratch: where new objects go, so that they outlive a pick
 * @ours: the tree with what was ported
 * @contexts: struct object_id: trees that may be near to what a mailed patch was made on
 */
struct gitside {
	const struct tree *tree;
	struct tmpdir *scratch;
	struct picker *picker;
	struct object_id ours;
	GArray *contexts;
	char commit[OBJECT_ID_HEX + 1];
};

static bool add_repositories(struct gitside *side, const GPtrArray *repositories)
{
	struct objects *objects = gitside_objects(side);

	for (guint i = 0; i < repositories->len; i++) {
		g_autoptr(objects) other = NULL;
		g_autoptr(commit) head = NULL;

		if (strcmp(repositories->pdata[i], objects_repository(objects)) &&
		    !objects_add(objects, repositories->pdata[i], NULL))
			continue;
		other = objects_open(repositories->pdata[i], NULL, NULL);
		head = other ? objects_commit(other, "HEAD", NULL) : NULL;
		if (head)
			g_array_append_val(side->contexts, head->tree);
	}
	return true;
}

struct gitside *gitside_open(const struct tree *tree, const GPtrArray *repositories,
			     const struct pick_options *known, GError **error)
{
	g_autoptr(gitside) side = g_new0(struct gitside, 1);
	struct pick_options options = *known;
	g_autoptr(commit) commit = NULL;

	side->tree = tree;
	side->contexts = g_array_new(FALSE, FALSE, sizeof(struct object_id));
	side->scratch = tmpdir_new(error);
	if (!side->scratch)
		return NULL;
	options.odb = tmpdir_path(side->scratch);
	options.learn = true;
	options.marks = true;
	side->picker = picker_new(tree_repository(tree), &options, error);
	if (!side->picker)
		return NULL;
	commit = objects_commit(gitside_objects(side), tree_commit(tree), error);
	if (!commit)
		return NULL;
	side->ours = commit->tree;
	add_repositories(side, repositories);
	return g_steal_pointer(&side);
}

void gitside_free(struct gitside *side)
{
	if (!side)
		return;
	picker_free(side->picker);
	tmpdir_free(side->scratch);
	g_array_unref(side->contexts);
	g_free(side);
}

struct objects *gitside_objects(const struct gitside *side)
{
	return picker_objects(side->picker);
}

const struct object_id *gitside_tree(const struct gitside *side)
{
	return &side->ours;
}

/* is the patch what the commit changes against that parent? It may have been edited since */
static bool is_change(struct objects *objects, const struct patch *patch,
		      const struct commit *commit, guint parent)
{
	struct object_id base = { { 0 } }, made;
	g_autoptr(commit) before = NULL;

	if (parent < commit->parents->len) {
		before = objects_commit_by_id(
			objects, &g_array_index(commit->parents, struct object_id, parent), NULL);
		if (!before)
			return false;
		base = before->tree;
	}
	return patch_tree(objects, patch, &base, &made) && object_id_equal(&made, &commit->tree);
}

static bool find_commit(struct gitside *side, const char *hex, const struct patch *patch,
			struct port_source *out)
{
	struct objects *objects = gitside_objects(side);
	g_autoptr(commit) commit = NULL;
	struct object_id id;
	guint parents;

	if (!hex || !object_id_parse(hex, &id))
		return false;
	commit = objects_commit_by_id(objects, &id, NULL);
	parents = commit ? MAX(commit->parents->len, 1) : 0;
	for (guint i = 0; i < parents; i++) {
		if (!is_change(objects, patch, commit, i))
			continue;
		out->upstream = object_id_hex(&id, side->commit);
		out->parent = commit->parents->len > 1 ? i + 1 : 0;
		return true;
	}
	return false;
}

/* are the files that the patch changes in this tree? */
static bool has_files(struct objects *objects, const struct patch *patch,
		      const struct object_id *tree)
{
	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];
		struct tree_item item = { .mode = 0 };

		if (!file->old_path)
			continue;
		if (!objects_lookup(objects, tree, file->old_path, &item, NULL) || !item.mode)
			return false;
	}
	return true;
}

/*
 * The files that a mailed patch was made on are found by their ids.  Around them stands a tree
 * that has such files: what else upstream has decides what is warned of.
 */
static bool find_blobs(struct gitside *side, const struct patch *patch, struct port_source *out)
{
	struct objects *objects = gitside_objects(side);
	const struct object_id *context = &side->ours;

	for (guint i = 0; i < side->contexts->len; i++) {
		const struct object_id *tree = &g_array_index(side->contexts, struct object_id, i);

		if (!has_files(objects, patch, tree))
			continue;
		context = tree;
		break;
	}
	return patch_base(objects, patch, context, &out->base) &&
	       patch_tree(objects, patch, &out->base, &out->theirs) &&
	       !object_id_equal(&out->base, &out->theirs);
}

bool gitside_source(struct gitside *side, const struct patch *patch, struct port_source *out)
{
	*out = (struct port_source){
		.picker = side->picker,
		.onto = tree_commit(side->tree),
		.ours = side->ours,
	};
	return find_commit(side, patch->commit, patch, out) ||
	       find_commit(side, patch->upstream, patch, out) || find_blobs(side, patch, out);
}

bool gitside_advance(struct gitside *side, const struct tree *after, GError **error)
{
	g_autoptr(GPtrArray) paths = tree_changed(after);
	g_autoptr(GArray) edits = tree_deltas_new();
	struct objects *objects = gitside_objects(side);

	for (guint i = 0; i < paths->len; i++) {
		struct tree_delta edit = { .path = g_strdup(paths->pdata[i]) };
		enum tree_entry kind = tree_entry(after, edit.path);
		g_autoptr(GBytes) content = NULL;

		g_array_append_val(edits, edit);
		if (kind == TREE_NONE)
			continue;
		content = tree_side(after, edit.path, error);
		edit.new.mode = tree_mode(kind);
		if (!content || !objects_keep(objects, content, &edit.new, error))
			return false;
		g_array_index(edits, struct tree_delta, i).new = edit.new;
	}
	return objects_write_tree(objects, &side->ours, edits, &side->ours, error);
}
