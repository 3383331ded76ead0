// SPDX-License-Identifier: GPL-2.0-only
#include "engine/pick/pickfile.h"

#include <string.h>

#include "engine/code/lex.h"
#include "engine/code/text.h"
#include "engine/merge/threeway.h"
#include "engine/result/pickedfile.h"

/* a conflict in a change of more lines is left to a person: looking at it would take minutes */
#define MANY_CHANGED 20000

void pick_text_free(struct pick_text *text)
{
	if (!text)
		return;
	g_clear_pointer(&text->base, g_bytes_unref);
	g_clear_pointer(&text->ours, g_bytes_unref);
	g_clear_pointer(&text->theirs, g_bytes_unref);
	g_clear_pointer(&text->result, g_bytes_unref);
	g_clear_pointer(&text->respelled, g_bytes_unref);
	g_free(text);
}

/* true with @out NULL where there is no file */
static bool read_side(struct pick_job *job, const struct tree_item *item, GBytes **out,
		      GError **error)
{
	if (!tree_item_is_file(item))
		return true;
	*out = scans_blob(job->scans, &item->id);
	if (*out)
		return true;
	*out = objects_blob(job->objects, &item->id, error);
	if (*out)
		scans_keep_blob(job->scans, &item->id, *out);
	return *out != NULL;
}

/* most often it is the base's file */
static bool read_ours(struct pick_job *job, const struct file_merge *merge, struct pick_text *text,
		      GError **error)
{
	if (!text->base || merge->ours.mode != merge->base.mode ||
	    !object_id_equal(&merge->ours.id, &merge->base.id))
		return read_side(job, &merge->ours, &text->ours, error);
	text->ours = g_bytes_ref(text->base);
	return true;
}

struct pick_text *pick_text_read(struct pick_job *job, const struct file_merge *merge,
				 struct picked_file *file, GError **error)
{
	struct pick_text *text = g_new0(struct pick_text, 1);

	text->file = file;
	text->merge = merge;
	if (read_side(job, &merge->base, &text->base, error) &&
	    read_ours(job, merge, text, error) &&
	    read_side(job, &merge->theirs, &text->theirs, error))
		return text;
	pick_text_free(text);
	return NULL;
}

static void add_edit(struct pick_job *job, const char *path, const struct tree_item *item)
{
	struct tree_delta delta = { .path = g_strdup(path), .new = *item };

	g_array_append_val(job->edits, delta);
}

/* the result at its path; a file that upstream moved goes away from where it was */
static void put(struct pick_job *job, const struct file_merge *file, const struct tree_item *item)
{
	static const struct tree_item nothing;

	if (strcmp(file->path, file->ours_path) && file->ours.mode)
		add_edit(job, file->ours_path, &nothing);
	add_edit(job, file->path, item);
}

struct picked_file *picked_file_add(struct picked *picked, const struct file_merge *file)
{
	struct picked_file *added = g_new0(struct picked_file, 1);

	added->path = g_strdup(file->path);
	if (strcmp(file->base_path, file->ours_path))
		added->from = g_strdup(file->base_path);
	added->regions = g_ptr_array_new_with_free_func((GDestroyNotify)picked_region_free);
	signs_init(&added->signs);
	g_ptr_array_add(picked->files, added);
	return added;
}

bool pick_put(struct pick_job *job, const struct pick_text *text, GError **error)
{
	struct tree_item item = text->merge->result;

	if (text->result != text->theirs) {
		if (!objects_write_blob(job->objects, text->result, &item.id, error))
			return false;
		scans_keep_blob(job->scans, &item.id, text->result);
	}
	put(job, text->merge, &item);
	return true;
}

/* lines that both sides and upstream changed together */
static size_t lines_changed(const struct threeway *merge)
{
	size_t lines = 0;

	for (guint i = 0; i < merge->regions->len; i++) {
		const struct region *region = &g_array_index(merge->regions, struct region, i);

		if (region->kind == REGION_CONFLICT || region->kind == REGION_THEIRS)
			lines += region->base.end - region->base.at + region->theirs.end -
				 region->theirs.at;
	}
	return lines;
}

/* git's own merge where it is clean, else the rungs */
static void merge_text(struct pick_job *job, struct pick_text *text)
{
	g_autoptr(threeway) merge = threeway_new(text->base, text->ours, text->theirs, job->scans);

	text->result = threeway_result(merge);
	text->file->placement = PLACED_MERGED;
	if (text->result) {
		text->file->rung = text->file->from ? "moved" : "merged";
		pick_dialect_clean(job, text);
		return;
	}
	text->file->conflicted = true;
	if (lines_changed(merge) > MANY_CHANGED)
		text->file->note = g_strdup_printf("'%s': a conflict, and upstream changes more "
						   "than %d lines", text->file->path,
						   MANY_CHANGED);
	else if (!pick_dialect(job, text))
		pick_resolve(job, text, &merge);
}

static bool merge_content(struct pick_job *job, const struct file_merge *merge,
			  struct picked_file *file, GError **error)
{
	struct pick_text *text = pick_text_read(job, merge, file, error);

	if (!text)
		return false;
	if (text_binary(text->base) || text_binary(text->ours) || text_binary(text->theirs)) {
		file->conflicted = true;
		file->note = g_strdup_printf("'%s' is binary, and both sides changed it",
					     file->path);
	} else {
		merge_text(job, text);
	}
	if (text->result)
		g_ptr_array_add(job->texts, text);
	else
		pick_text_free(text);
	return true;
}

/* what C code goes with a file; one that cannot be read goes all the same */
static void keep_removed(struct pick_job *job, const struct file_merge *merge,
			 struct picked_file *file)
{
	struct pick_text *text = pick_text_read(job, merge, file, NULL);

	if (text)
		g_ptr_array_add(job->removed, text);
}

/* what was taken as it is can still name what this tree lacks */
static bool take(struct pick_job *job, const struct file_merge *merge, struct picked_file *file,
		 GError **error)
{
	struct pick_text *text;

	file->rung = file->from ? "moved" : "exact";
	file->placement = PLACED_EXACT;
	if (!merge->result.mode || !(path_is_c(file->path) || path_is_assembler(file->path))) {
		put(job, merge, &merge->result);
		if (path_is_c(file->path))
			keep_removed(job, merge, file);
		return true;
	}
	text = pick_text_read(job, merge, file, error);
	if (!text)
		return false;
	if (text->theirs && !text_binary(text->theirs)) {
		text->result = g_bytes_ref(text->theirs);
		if (path_is_c(file->path))
			pick_dialect_clean(job, text);
		g_ptr_array_add(job->texts, text);
	} else {
		put(job, merge, &merge->result);
		pick_text_free(text);
	}
	return true;
}

bool pick_file(struct pick_job *job, const struct file_merge *file, struct picked *picked,
	       GError **error)
{
	struct picked_file *to = picked_file_add(picked, file);

	if (file->doubt) {
		g_ptr_array_add(picked->warnings, g_strdup(file->doubt));
		to->signs.value[SIGN_warnings]++;
	}
	switch (file->state) {
	case MERGE_TAKEN:
		return take(job, file, to, error);
	case MERGE_CONTENT:
		return merge_content(job, file, to, error);
	case MERGE_ABSENT:
	case MERGE_REFUSED:
		to->conflicted = true;
		to->note = g_strdup(file->reason);
		return true;
	}
	return true;
}
