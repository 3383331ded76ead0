// SPDX-License-Identifier: GPL-2.0-only
#include "job/bases.h"

#include <string.h>

#include "engine/merge/patchtree.h"

/*
 * @contexts: struct object_id: trees that may be near to what a mailed patch was made on
 * @tree: what the series stands on, with its first @done patches; null when that is not known
 */
struct bases {
	struct objects *objects;
	const struct series *series;
	GArray *contexts;
	struct object_id tree;
	guint done;
};

static void add_repository(struct bases *bases, const char *repository)
{
	g_autoptr(objects) other = NULL;
	g_autoptr(commit) head = NULL;

	if (strcmp(repository, objects_repository(bases->objects)) &&
	    !objects_add(bases->objects, repository, NULL))
		return;
	other = objects_open(repository, NULL, NULL);
	head = other ? objects_commit(other, "HEAD", NULL) : NULL;
	if (head)
		g_array_append_val(bases->contexts, head->tree);
}

struct bases *bases_new(struct objects *objects, const GPtrArray *repositories,
			const struct series *series)
{
	struct bases *bases = g_new0(struct bases, 1);
	g_autoptr(commit) stated = NULL;
	struct object_id id;

	bases->objects = objects;
	bases->series = series;
	bases->contexts = g_array_new(FALSE, FALSE, sizeof(struct object_id));
	for (guint i = 0; i < repositories->len; i++)
		add_repository(bases, repositories->pdata[i]);
	if (series->base && object_id_parse(series->base, &id))
		stated = objects_commit_by_id(objects, &id, NULL);
	if (stated)
		bases->tree = stated->tree;
	return bases;
}

void bases_free(struct bases *bases)
{
	if (!bases)
		return;
	g_array_unref(bases->contexts);
	g_free(bases);
}

/* is the patch what the commit changes against that parent? It may have been edited since */
static bool is_change(struct objects *objects, const struct patch *patch,
		      const struct commit *commit, guint parent, struct base *out)
{
	g_autoptr(commit) before = NULL;

	memset(&out->base, 0, sizeof(out->base));
	if (parent < commit->parents->len) {
		before = objects_commit_by_id(
			objects, &g_array_index(commit->parents, struct object_id, parent), NULL);
		if (!before)
			return false;
		out->base = before->tree;
	}
	return patch_tree(objects, patch, &out->base, &out->theirs) &&
	       object_id_equal(&out->theirs, &commit->tree);
}

static bool find_commit(struct bases *bases, const char *hex, const struct patch *patch,
			struct base *out)
{
	g_autoptr(commit) commit = NULL;
	struct object_id id;
	guint parents;

	if (!hex || !object_id_parse(hex, &id))
		return false;
	commit = objects_commit_by_id(bases->objects, &id, NULL);
	parents = commit ? MAX(commit->parents->len, 1) : 0;
	for (guint i = 0; i < parents; i++) {
		if (!is_change(bases->objects, patch, commit, i, out))
			continue;
		object_id_hex(&id, out->upstream);
		out->parent = commit->parents->len > 1 ? i + 1 : 0;
		return true;
	}
	return false;
}

/* the tree that the series says it stands on, with the patches before this one */
static bool find_stated(struct bases *bases, const struct patch *patch, struct object_id *out)
{
	GPtrArray *patches = bases->series->patches;
	guint number;

	if (object_id_is_null(&bases->tree) || !g_ptr_array_find(patches, patch, &number) ||
	    number < bases->done)
		return false;
	for (; bases->done < number; bases->done++) {
		const struct patch *before = patches->pdata[bases->done];

		if (before && patch_tree(bases->objects, before, &bases->tree, &bases->tree))
			continue;
		memset(&bases->tree, 0, sizeof(bases->tree));
		return false;
	}
	*out = bases->tree;
	return true;
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

static bool find_context(struct bases *bases, const struct patch *patch,
			 const struct object_id *ours, struct object_id *out)
{
	for (guint i = 0; i < bases->contexts->len; i++) {
		*out = g_array_index(bases->contexts, struct object_id, i);
		if (has_files(bases->objects, patch, out))
			return true;
	}
	if (ours)
		*out = *ours;
	return ours != NULL;
}

static bool fits(struct bases *bases, const struct patch *patch, const struct object_id *context,
		 struct base *out)
{
	return patch_base(bases->objects, patch, context, &out->base) &&
	       patch_tree(bases->objects, patch, &out->base, &out->theirs) &&
	       !object_id_equal(&out->base, &out->theirs);
}

/*
 * The files that a mailed patch was made on are found by their ids.  Around them stands a tree
 * that has such files: what else upstream has decides what is warned of.
 */
bool bases_find(struct bases *bases, const struct patch *patch, const struct object_id *ours,
		struct base *out)
{
	struct object_id context;
	bool stated = find_stated(bases, patch, &context);

	memset(out, 0, sizeof(*out));
	if (find_commit(bases, patch->commit, patch, out) ||
	    find_commit(bases, patch->upstream, patch, out) ||
	    (stated && fits(bases, patch, &context, out)))
		return true;
	out->guess = true;
	return find_context(bases, patch, ours, &context) && fits(bases, patch, &context, out);
}
