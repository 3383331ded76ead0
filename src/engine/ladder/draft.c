// SPDX-License-Identifier: GPL-2.0-only
#include "engine/ladder/draft.h"

#include <string.h>

#include "engine/ladder/ladder.h"
#include "engine/merge/patchmerge.h"

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
	g_free(draft->from);
	g_free(draft->upstream);
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

bool draft_goes(const struct draft *draft, const struct patch *patch)
{
	const char *path = draft->upstream ? draft->upstream : draft->path;

	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];

		if ((file->change == FILE_DELETED || file->change == FILE_RENAMED) &&
		    !strcmp(file->old_path, path))
			return true;
	}
	return false;
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

static bool cannot(char **out_why, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool cannot(char **out_why, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*out_why = g_strdup_vprintf(format, args);
	va_end(args);
	return false;
}

/* markers where the merge has conflicts; without, it is what the person will find */
static void fill(struct draft *draft, const struct threeway *merge, const struct patch *patch,
		 GBytes *base, GBytes *theirs)
{
	g_autofree char *label = NULL;

	if (!merge->conflicts) {
		draft->given = threeway_result(merge);
		return;
	}
	label = g_strdup_printf("upstream (%s)", patch->subject->title);
	draft->markers = threeway_marker_size(merge);
	draft->given = threeway_marked(merge, "this tree", "upstream before the patch", label);
	draft->base = g_bytes_ref(base);
	draft->theirs = g_bytes_ref(theirs);
}

static struct draft *add(GPtrArray *drafts, const char *path, const struct file_diff *file)
{
	struct draft *draft = draft_new(path);

	draft->file = file;
	g_ptr_array_add(drafts, draft);
	return draft;
}

static void add_removed(GPtrArray *drafts, const struct file_diff *file, GBytes *ours)
{
	struct draft *draft = add(drafts, file->old_path, file);

	draft->ours = g_bytes_ref(ours);
}

/* hunks without a place, behind everything else: a person will know where they belong */
static GBytes *with_lost(GBytes *bytes, const GPtrArray *lost, char skip)
{
	GByteArray *out = g_byte_array_new();
	gsize size;
	const guint8 *data = g_bytes_get_data(bytes, &size);

	g_byte_array_append(out, size ? data : (const guint8 *)"", size);
	for (guint i = 0; i < lost->len; i++) {
		g_autoptr(GString) text = hunk_image(lost->pdata[i], skip);

		if (text->len && text->str[text->len - 1] != '\n')
			g_string_append_c(text, '\n');
		g_byte_array_append(out, (const guint8 *)text->str, text->len);
	}
	return g_byte_array_free_to_bytes(out);
}

static bool ends_line(GBytes *bytes)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);

	return !size || data[size - 1] == '\n';
}

static GBytes *side_of(const struct file_diff *file, char skip)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < file->hunks->len; i++) {
		g_autoptr(GString) part = hunk_image(file->hunks->pdata[i], skip);

		g_string_append_len(text, part->str, part->len);
	}
	return g_string_free_to_bytes(text);
}

/* nothing shows where it belongs: upstream's lines stand beside what is here, if anything is */
static bool add_in_question(GPtrArray *drafts, const struct tree *tree,
			    const struct file_diff *file, GBytes *ours)
{
	struct draft *draft = add(drafts, file->old_path, file);

	draft->whole = true;
	draft->kind = ours ? tree_entry(tree, file->old_path) : climb_kind(file, TREE_FILE);
	draft->ours = ours ? g_bytes_ref(ours) : NULL;
	draft->given = ours ? g_bytes_ref(ours) : NULL;
	draft->base = side_of(file, '+');
	draft->theirs = side_of(file, '-');
	return true;
}

/* changed where it is, or under another name */
static bool add_changed(GPtrArray *drafts, const struct tree *tree, const struct file_diff *file,
			const struct patch *patch, const struct records *records, char **out_why)
{
	g_autoptr(image) ours = image_load(tree, file->old_path, NULL);
	bool moved = strcmp(file->old_path, file->new_path) != 0;
	g_autoptr(patch_merge) versions = NULL;
	g_autoptr(threeway) merge = NULL;
	g_autoptr(GBytes) base = NULL, theirs = NULL;
	struct draft *draft;

	if (!ours && moved)
		return cannot(out_why, "there is no file '%s' in this tree", file->old_path);
	if (!ours)
		return add_in_question(drafts, tree, file, NULL);
	if (moved && tree_entry(tree, file->new_path) != TREE_NONE)
		return cannot(out_why, "'%s' becomes '%s' upstream, but that is there already",
			      file->old_path, file->new_path);
	versions = patch_merge_new(ours, file);
	if (versions->lost->len && !ends_line(ours->bytes) && moved)
		return cannot(out_why, "'%s': a hunk has no place that markers could stand at",
			      file->old_path);
	if (versions->lost->len && !ends_line(ours->bytes))
		return add_in_question(drafts, tree, file, ours->bytes);
	base = with_lost(versions->base, versions->lost, '+');
	theirs = with_lost(versions->theirs, versions->lost, '-');
	merge = threeway_new(base, ours->bytes, theirs, NULL);
	draft = add(drafts, file->new_path, file);
	draft->from = moved ? g_strdup(file->old_path) : NULL;
	resolve(merge, draft, records);
	draft->kind = climb_kind(file, tree_entry(tree, file->old_path));
	draft->ours = g_bytes_ref(ours->bytes);
	draft->lost = versions->lost->len;
	fill(draft, merge, patch, base, theirs);
	if (file->change == FILE_RENAMED)
		add_removed(drafts, file, ours->bytes);
	return true;
}

static bool add_created(GPtrArray *drafts, const struct tree *tree, const struct file_diff *file,
			char **out_why)
{
	struct draft *draft;

	if (tree_entry(tree, file->new_path) != TREE_NONE)
		return cannot(out_why, "'%s' is a new file upstream, but it is there already",
			      file->new_path);
	draft = add(drafts, file->new_path, file);
	draft->kind = climb_kind(file, TREE_FILE);
	draft->given = side_of(file, '-');
	return true;
}

/* where the tree has other content, all of the file is in question */
static bool add_deleted(GPtrArray *drafts, const struct tree *tree, const struct file_diff *file,
			const struct patch *patch, char **out_why)
{
	g_autoptr(GBytes) ours = tree_read(tree, file->old_path, NULL);
	g_autoptr(GBytes) base = side_of(file, '+'), theirs = g_bytes_new_static("", 0);
	g_autoptr(threeway) merge = NULL;

	if (!ours)
		return cannot(out_why, "there is no file '%s' in this tree", file->old_path);
	add_removed(drafts, file, ours);
	if (g_bytes_equal(ours, base))
		return true;
	merge = threeway_new(base, ours, theirs, NULL);
	fill(drafts->pdata[drafts->len - 1], merge, patch, base, theirs);
	return true;
}

/* what is changed as a whole is done, or cannot be */
static bool add_whole(GPtrArray *drafts, const struct tree *tree, const struct file_diff *file,
		      bool *out_is, char **out_why)
{
	struct climb climb = { .tree = tree };
	g_autoptr(GPtrArray) paths = NULL;
	bool done;

	climb.after = tree_overlay(tree);
	climb.landings = g_ptr_array_new_with_free_func((GDestroyNotify)landing_free);
	*out_is = climb_whole(&climb, file, &done);
	if (*out_is && !done)
		*out_why = g_steal_pointer(&climb.reason);
	paths = tree_changed(climb.after);
	for (guint i = 0; *out_is && done && i < paths->len; i++) {
		struct draft *draft = add(drafts, paths->pdata[i], file);

		draft->ours = tree_side(tree, draft->path, NULL);
		draft->given = tree_side(climb.after, draft->path, NULL);
		draft->kind = tree_entry(draft->given ? climb.after : tree, draft->path);
	}
	climb_clear(&climb);
	return *out_is && done;
}

static bool add_file(GPtrArray *drafts, const struct tree *tree, const struct file_diff *file,
		     const struct patch *patch, const struct records *records, char **out_why)
{
	bool whole, added = add_whole(drafts, tree, file, &whole, out_why);

	if (whole)
		return added;
	if (file->old_path && tree_entry(tree, file->old_path) == TREE_SYMLINK)
		return cannot(out_why, "'%s' is a symbolic link in this tree", file->old_path);
	if (file->change == FILE_CREATED)
		return add_created(drafts, tree, file, out_why);
	if (file->change == FILE_DELETED)
		return add_deleted(drafts, tree, file, patch, out_why);
	return add_changed(drafts, tree, file, patch, records, out_why);
}

/* a file that becomes a link, or changes its name for that of another one that goes */
static const char *twice(const GPtrArray *drafts)
{
	for (guint i = 0; i < drafts->len; i++) {
		const struct draft *draft = drafts->pdata[i];

		if (draft_find(drafts, draft->path) != draft)
			return draft->path;
	}
	return NULL;
}

GPtrArray *drafts_of_patch(const struct tree *tree, const struct patch *patch,
			   const struct records *records, char **out_why)
{
	g_autoptr(GPtrArray) drafts = drafts_new();

	for (guint i = 0; i < patch->diff->files->len; i++) {
		if (!add_file(drafts, tree, patch->diff->files->pdata[i], patch, records, out_why))
			return NULL;
	}
	if (twice(drafts)) {
		cannot(out_why, "the patch takes '%s' away and puts something else there",
		       twice(drafts));
		return NULL;
	}
	return g_steal_pointer(&drafts);
}
