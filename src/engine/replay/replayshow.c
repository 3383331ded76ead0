// SPDX-License-Identifier: GPL-2.0-only
#include "engine/replay/replayshow.h"

#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "engine/result/pickedfile.h"
#include "format/diff.h"
#include "format/patch.h"
#include "tree/backports.h"

#define CONTEXT 3

static void shown_file_free(struct shown_file *file)
{
	g_free(file->path);
	g_free(file->from);
	g_free(file->note);
	g_free(file->upstream);
	g_free(file->ours);
	g_free(file->maintainer);
	g_free(file->between);
	g_free(file);
}

void shown_free(struct shown *shown)
{
	if (!shown)
		return;
	g_free(shown->title);
	picked_free(shown->picked);
	if (shown->files)
		g_ptr_array_unref(shown->files);
	g_free(shown);
}

static bool is_file(unsigned int mode)
{
	return mode == 0100644 || mode == 0100755 || mode == 0120000;
}

static bool read_item(const struct compared_trees *trees, const struct object_id *tree,
		      const char *path, struct tree_item *item, GBytes **out, GError **error)
{
	*item = (struct tree_item){ .mode = 0 };
	*out = NULL;
	if (object_id_is_null(tree))
		return true;
	if (!objects_lookup(trees->objects, tree, path, item, error))
		return false;
	if (!is_file(item->mode))
		return true;
	*out = objects_blob(trees->objects, &item->id, error);
	return *out != NULL;
}

/* the diff of one file between two trees (a null one has none); "" when both have the same */
static char *file_change(const struct compared_trees *trees, const struct object_id *old,
			 const struct object_id *new, const char *path, GError **error)
{
	g_autoptr(GBytes) before = NULL, after = NULL;
	g_autoptr(file_diff) file = NULL;
	struct tree_item old_item, new_item;
	GString *text;
	struct diff diff = { NULL };

	if (!read_item(trees, old, path, &old_item, &before, error) ||
	    !read_item(trees, new, path, &new_item, &after, error))
		return NULL;
	if (object_id_equal(&old_item.id, &new_item.id) && old_item.mode == new_item.mode)
		return g_strdup("");
	file = diff_images(path, before, after, CONTEXT);
	file->old_mode = old_item.mode;
	file->new_mode = new_item.mode;
	text = g_string_new(NULL);
	diff.files = g_ptr_array_new();
	g_ptr_array_add(diff.files, file);
	diff_write(&diff, text);
	g_ptr_array_unref(diff.files);
	return g_string_free(text, FALSE);
}

static const struct picked_file *picked_at(const struct picked *picked, const char *path)
{
	for (guint i = 0; i < picked->files->len; i++) {
		const struct picked_file *file = picked->files->pdata[i];

		if (!strcmp(file->path, path))
			return file;
	}
	return NULL;
}

static bool fill_file(const struct compared_trees *trees, struct shown_file *file, GError **error)
{
	const char *upstream = file->from ? file->from : file->path;

	file->upstream = file_change(trees, &trees->base, &trees->theirs, upstream, error);
	if (!file->upstream)
		return false;
	file->maintainer = file_change(trees, &trees->onto, &trees->expected, file->path, error);
	if (!file->maintainer || object_id_is_null(&trees->result))
		return file->maintainer != NULL;
	file->ours = file_change(trees, &trees->onto, &trees->result, file->path, error);
	if (!file->ours)
		return false;
	file->between = file_change(trees, &trees->result, &trees->expected, file->path, error);
	return file->between != NULL;
}

static bool add_file(const struct compared_trees *trees, struct shown *shown, const char *path,
		     GError **error)
{
	const struct picked_file *picked = picked_at(shown->picked, path);
	struct shown_file *file = g_new0(struct shown_file, 1);

	file->path = g_strdup(path);
	if (picked) {
		file->from = g_strdup(picked->from);
		file->rung = picked->rung;
		file->note = g_strdup(picked->note);
	}
	g_ptr_array_add(shown->files, file);
	return fill_file(trees, file, error);
}

static bool add_paths(const struct compared_trees *trees, const struct object_id *old,
		      const struct object_id *new, GPtrArray *paths, GError **error)
{
	g_autoptr(GArray) deltas = objects_compare(trees->objects, old, new, error);

	for (guint i = 0; deltas && i < deltas->len; i++)
		add_string_once(paths, g_array_index(deltas, struct tree_delta, i).path);
	return deltas != NULL;
}

/* files that the pick named (upstream's), and those that the maintainer changed besides */
static bool add_files(const struct compared_trees *trees, struct shown *shown, GError **error)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < shown->picked->files->len; i++) {
		const struct picked_file *file = shown->picked->files->pdata[i];

		add_string_once(paths, file->path);
	}
	if (!object_id_is_null(&trees->result) &&
	    !add_paths(trees, &trees->onto, &trees->result, paths, error))
		return false;
	if (!add_paths(trees, &trees->onto, &trees->expected, paths, error))
		return false;
	for (guint i = 0; i < paths->len; i++) {
		if (!add_file(trees, shown, paths->pdata[i], error))
			return false;
	}
	return true;
}

static bool has_tree(const struct picked *picked)
{
	return !object_id_is_null(&picked->tree);
}

static bool compare(const struct compared_trees *trees, struct shown *shown, GError **error)
{
	g_autoptr(comparison) comparison = NULL;

	shown->match = MATCH_DIFFERS;
	if (object_id_is_null(&trees->result))
		return true;
	comparison = compare_trees(trees, error);
	if (comparison)
		shown->match = comparison->match;
	return comparison != NULL;
}

static bool is_settled(const struct picked *picked)
{
	return picked->outcome != OUTCOME_CONFLICT && picked->outcome != OUTCOME_ERROR;
}

/* its upstream commit and the one before, and the tree that it was made for */
static bool find_trees(struct compared_trees *trees, const struct commit *commit,
		       struct shown *shown, GError **error)
{
	const char *body = strstr(commit->message, "\n\n");
	g_autofree char *named = upstream_of(body ? body + 2 : "");
	g_autoptr(commit) upstream = NULL, base = NULL, onto = NULL;

	if (!named) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "commit '%s' names no upstream commit that it was copied from; "
			    "name its backport, or the branches that have one", shown->title);
		return false;
	}
	if (commit->parents->len != 1) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "commit '%s' has %u parents, and a backport has one", shown->title,
			    commit->parents->len);
		return false;
	}
	upstream = objects_commit(trees->objects, named, error);
	if (!upstream)
		return false;
	if (upstream->parents->len)
		base = objects_commit_by_id(trees->objects,
					    &g_array_index(upstream->parents, struct object_id, 0),
					    error);
	onto = objects_commit_by_id(trees->objects,
				    &g_array_index(commit->parents, struct object_id, 0), error);
	if (!onto || (upstream->parents->len && !base))
		return false;
	shown->upstream = upstream->id;
	trees->theirs = upstream->tree;
	trees->onto = onto->tree;
	trees->expected = commit->tree;
	if (base)
		trees->base = base->tree;
	return true;
}

/*
 * An upstream commit gives way to the backport of it that the branches have; one of those stays,
 * and so does one that they do not have.  False for several.
 */
static bool find_backport(struct objects *objects, const GArray *found, struct commit **commit,
			  GError **error)
{
	g_autofree char *title = commit_title(*commit);
	const struct object_id *backport = NULL, *other = NULL;
	char hex[OBJECT_ID_HEX + 1], other_hex[OBJECT_ID_HEX + 1];

	for (guint i = 0; i < found->len; i++) {
		const struct backport *one = &g_array_index(found, struct backport, i);

		if (object_id_equal(&one->commit, &(*commit)->id))
			return true;
		if (!object_id_equal(&one->upstream, &(*commit)->id))
			continue;
		*(backport ? &other : &backport) = &one->commit;
	}
	if (other) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "upstream commit '%s' has several backports in these branches; name "
			    "one of them, %s or %s", title, object_id_hex(backport, hex),
			    object_id_hex(other, other_hex));
		return false;
	}
	if (!backport)
		return true;
	commit_free(*commit);
	*commit = objects_commit_by_id(objects, backport, error);
	return *commit != NULL;
}

struct shown *replay_show(const struct replay_options *replay,
			  const struct calibration *calibration, const char *commit_name,
			  GError **error)
{
	g_autoptr(GArray) found = backports_find(replay->repository, replay->branches, NULL, error);
	g_autoptr(GHashTable) table = found ? sibling_table_new(found) : NULL;
	const struct siblings siblings = { sibling_table_find, table };
	const struct pick_options options = {
		.siblings = &siblings,
		.calibration = calibration,
		.learn = true,
		.translator = replay->translator,
	};
	g_autoptr(picker) picker = table ? picker_new(replay->repository, &options, error) : NULL;
	g_autoptr(shown) shown = g_new0(struct shown, 1);
	g_autoptr(commit) commit = NULL;
	char onto[OBJECT_ID_HEX + 1], upstream[OBJECT_ID_HEX + 1];
	struct compared_trees trees = { NULL };

	if (!picker)
		return NULL;
	trees.objects = picker_objects(picker);
	commit = objects_commit(trees.objects, commit_name, error);
	if (!commit || !find_backport(trees.objects, found, &commit, error))
		return NULL;
	shown->commit = commit->id;
	shown->title = commit_title(commit);
	if (!find_trees(&trees, commit, shown, error))
		return NULL;
	picker_before(picker, commit->when);
	shown->picked = pick_commit(
		picker, object_id_hex(&g_array_index(commit->parents, struct object_id, 0), onto),
		object_id_hex(&shown->upstream, upstream));
	if (is_settled(shown->picked))
		trees.result = has_tree(shown->picked) ? shown->picked->tree : trees.onto;
	shown->files = g_ptr_array_new_with_free_func((GDestroyNotify)shown_file_free);
	if (!compare(&trees, shown, error) || !add_files(&trees, shown, error))
		return NULL;
	return g_steal_pointer(&shown);
}
