// SPDX-License-Identifier: GPL-2.0-only
#include "job/gitside.h"

#include "base/tmpdir.h"
#include "engine/port/portpatch.h"
#include "job/bases.h"

/*
 * @scratch: where new objects go, so that they outlive a pick
 * @ours: the tree with what was ported
 * @found: what the last patch was made on
 */
struct gitside {
	const struct tree *tree;
	struct tmpdir *scratch;
	struct picker *picker;
	struct object_id ours;
	struct bases *bases;
	struct base found;
};

struct gitside *gitside_open(const struct tree *tree, const GPtrArray *repositories,
			     const struct series *series, const struct pick_options *known,
			     GError **error)
{
	g_autoptr(gitside) side = g_new0(struct gitside, 1);
	struct pick_options options = *known;
	g_autoptr(commit) commit = NULL;

	side->tree = tree;
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
	side->bases = bases_new(gitside_objects(side), repositories, series);
	return g_steal_pointer(&side);
}

void gitside_free(struct gitside *side)
{
	if (!side)
		return;
	bases_free(side->bases);
	picker_free(side->picker);
	tmpdir_free(side->scratch);
	g_free(side);
}

struct objects *gitside_objects(const struct gitside *side)
{
	return picker_objects(side->picker);
}

const struct words *gitside_words(const struct gitside *side)
{
	return picker_words(side->picker, &side->ours);
}

const struct object_id *gitside_tree(const struct gitside *side)
{
	return &side->ours;
}

bool gitside_source(struct gitside *side, const struct patch *patch, struct port_source *out)
{
	bool found = bases_find(side->bases, patch, &side->ours, &side->found);

	*out = (struct port_source){
		.picker = side->picker,
		.onto = tree_commit(side->tree),
		.ours = side->ours,
		.parent = side->found.parent,
	};
	if (*side->found.upstream) {
		out->upstream = side->found.upstream;
	} else {
		out->base = side->found.base;
		out->theirs = side->found.theirs;
		out->guess = side->found.guess;
	}
	return found;
}

GBytes *gitside_upstream(const struct gitside *side, bool after, const char *path)
{
	const struct object_id *tree = after ? &side->found.theirs : &side->found.base;
	struct tree_item item = { .mode = 0 };

	if (object_id_is_null(tree) ||
	    !objects_lookup(gitside_objects(side), tree, path, &item, NULL) ||
	    !tree_item_is_file(&item))
		return NULL;
	return objects_blob(gitside_objects(side), &item.id, NULL);
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
