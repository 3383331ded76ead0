// SPDX-License-Identifier: GPL-2.0-only
#include "engine/draft.h"

#include <string.h>

#include "engine/ladder.h"
#include "engine/patchmerge.h"

struct draft *draft_new(const char *path)
{
	struct draft *draft = g_new0(struct draft, 1);

	draft->path = g_strdup(path);
	draft->kind = TREE_FILE;
	return draft;
}

void draft_free(struct draft *draft)
{
	if (!draft)
		return;
	g_free(draft->path);
	g_free(draft->note);
	g_clear_pointer(&draft->ours, g_bytes_unref);
	g_clear_pointer(&draft->given, g_bytes_unref);
	g_clear_pointer(&draft->base, g_bytes_unref);
	g_clear_pointer(&draft->theirs, g_bytes_unref);
	g_free(draft);
}

GPtrArray *drafts_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)draft_free);
}

struct draft *draft_find(const GPtrArray *drafts, const char *path)
{
	for (guint i = 0; i < drafts->len; i++) {
		struct draft *draft = drafts->pdata[i];

		if (!strcmp(draft->path, path))
			return draft;
	}
	return NULL;
}

size_t draft_open_line(GBytes *edited, unsigned int markers)
{
	g_autoptr(GArray) lines = lines_of(edited);

	for (guint i = 0; i < lines->len; i++) {
		if (line_marker(&g_array_index(lines, struct line, i), markers))
			return i + 1;
	}
	return 0;
}

static void resolve(struct threeway *merge, struct draft *draft, const struct records *records)
{
	for (guint i = 0; i < merge->regions->len; i++) {
		struct region *region = &g_array_index(merge->regions, struct region, i);
		g_autofree char *note = NULL;
		GBytes *text = region->kind == REGION_CONFLICT ?
			records_find(records, draft->path, merge, region, &note) : NULL;

		if (!text)
			continue;
		threeway_resolve(merge, region, "recorded", text, NULL);
		if (!draft->note)
			draft->note = g_steal_pointer(&note);
	}
}

static bool add_changed(GPtrArray *drafts, const struct tree *tree, const struct file_diff *file,
			const struct patch *patch, const struct records *records, char **out_why)
{
	g_autoptr(image) ours = image_load(tree, file->old_path, NULL);
	g_autoptr(patch_merge) versions = NULL;
	g_autoptr(threeway) merge = NULL;
	struct draft *draft;

	if (!ours) {
		*out_why = g_strdup_printf("there is no file '%s' in this tree", file->old_path);
		return false;
	}
	versions = patch_merge_new(ours, file);
	if (versions->lost->len) {
		*out_why = g_strdup_printf("'%s': a hunk has no place that markers could stand at",
					   file->old_path);
		return false;
	}
	merge = threeway_new(versions->base, ours->bytes, versions->theirs);
	draft = draft_new(file->old_path);
	resolve(merge, draft, records);
	draft->kind = climb_kind(file, tree_entry(tree, file->old_path));
	draft->ours = g_bytes_ref(ours->bytes);
	if (merge->conflicts) {
		g_autofree char *theirs = g_strdup_printf("upstream (%s)", patch->subject->title);

		draft->markers = threeway_marker_size(merge);
		draft->given = threeway_marked(merge, "this tree", "upstream before the patch",
					       theirs);
		draft->base = g_bytes_ref(versions->base);
		draft->theirs = g_bytes_ref(versions->theirs);
	} else {
		draft->given = threeway_result(merge);
	}
	g_ptr_array_add(drafts, draft);
	return true;
}

static bool add_created(GPtrArray *drafts, const struct tree *tree, const struct file_diff *file,
			char **out_why)
{
	GString *text = g_string_new(NULL);
	struct draft *draft;

	if (tree_entry(tree, file->new_path) != TREE_NONE) {
		*out_why = g_strdup_printf("'%s' is a new file upstream, but it is there already",
					   file->new_path);
		return false;
	}
	for (guint i = 0; i < file->hunks->len; i++) {
		g_autoptr(GString) part = hunk_image(file->hunks->pdata[i], '-');

		g_string_append_len(text, part->str, part->len);
	}
	draft = draft_new(file->new_path);
	draft->kind = climb_kind(file, TREE_FILE);
	draft->given = g_string_free_to_bytes(text);
	g_ptr_array_add(drafts, draft);
	return true;
}

static bool add_file(GPtrArray *drafts, const struct tree *tree, const struct file_diff *file,
		     const struct patch *patch, const struct records *records, char **out_why)
{
	if (!file->binary && file->change == FILE_MODIFIED &&
	    tree_entry(tree, file->old_path) != TREE_SYMLINK)
		return add_changed(drafts, tree, file, patch, records, out_why);
	if (!file->binary && file->change == FILE_CREATED)
		return add_created(drafts, tree, file, out_why);
	*out_why = g_strdup_printf("'%s' is deleted, renamed, a link or binary, which markers "
				   "cannot say", file_diff_path(file));
	return false;
}

GPtrArray *drafts_of_patch(const struct tree *tree, const struct patch *patch,
			   const struct records *records, char **out_why)
{
	g_autoptr(GPtrArray) drafts = drafts_new();

	for (guint i = 0; i < patch->diff->files->len; i++) {
		if (!add_file(drafts, tree, patch->diff->files->pdata[i], patch, records, out_why))
			return NULL;
	}
	return g_steal_pointer(&drafts);
}
