// SPDX-License-Identifier: GPL-2.0-only
#include "engine/pickfile.h"

#include <string.h>

#include "engine/heading.h"
#include "engine/threeway.h"

/* as git: a NUL in that many bytes makes a file binary */
#define BINARY_LOOK 8000

struct contents {
	GBytes *base;
	GBytes *ours;
	GBytes *theirs;
};

static void contents_clear(struct contents *contents)
{
	g_clear_pointer(&contents->base, g_bytes_unref);
	g_clear_pointer(&contents->ours, g_bytes_unref);
	g_clear_pointer(&contents->theirs, g_bytes_unref);
}

static bool read_contents(struct pick_job *job, const struct file_merge *file,
			  struct contents *contents, GError **error)
{
	contents->base = objects_blob(job->objects, &file->base.id, error);
	contents->ours = contents->base ? objects_blob(job->objects, &file->ours.id, error) : NULL;
	contents->theirs = contents->ours ? objects_blob(job->objects, &file->theirs.id, error) :
					    NULL;
	return contents->theirs != NULL;
}

static bool is_binary(GBytes *bytes)
{
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);

	return size && memchr(text, '\0', MIN(size, BINARY_LOOK));
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

static struct picked_file *add_file(struct picked *picked, const struct file_merge *file)
{
	struct picked_file *added = g_new0(struct picked_file, 1);

	added->path = g_strdup(file->path);
	if (strcmp(file->base_path, file->ours_path))
		added->from = g_strdup(file->base_path);
	added->regions = g_ptr_array_new_with_free_func((GDestroyNotify)picked_region_free);
	g_ptr_array_add(picked->files, added);
	return added;
}

/* where the text of upstream's changes landed: the functions must be upstream's */
static char *misplaced(const struct threeway *merge)
{
	for (guint i = 0; i < merge->regions->len; i++) {
		const struct region *region = &g_array_index(merge->regions, struct region, i);

		if (region->kind == REGION_THEIRS &&
		    !heading_same(merge->base, region->base.at, merge->ours, region->ours.at)) {
			long theirs = heading_above(merge->base, region->base.at);
			long ours = heading_above(merge->ours, region->ours.at);
			g_autofree char *there = heading_name(merge->base, theirs);
			g_autofree char *here = heading_name(merge->ours, ours);

			return g_strdup_printf("line %zu: upstream changes %s, here that is in %s",
					       region->ours.at + 1, *there ? there : "file scope",
					       *here ? here : "file scope");
		}
	}
	return NULL;
}

static char *text_of(const GArray *lines, struct span span)
{
	g_autoptr(GBytes) bytes = threeway_text(lines, span);
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);

	return g_strndup(text ? text : "", size);
}

static void add_conflicts(struct picked_file *file, const struct threeway *merge)
{
	for (guint i = 0; i < merge->regions->len; i++) {
		const struct region *region = &g_array_index(merge->regions, struct region, i);
		struct picked_region *added;

		if (region->kind != REGION_CONFLICT)
			continue;
		added = g_new0(struct picked_region, 1);
		added->line = region->ours.at + 1;
		added->base = text_of(merge->base, region->base);
		added->ours = text_of(merge->ours, region->ours);
		added->theirs = text_of(merge->theirs, region->theirs);
		g_ptr_array_add(file->regions, added);
	}
}

static bool put_content(struct pick_job *job, const struct file_merge *file, GBytes *bytes,
			GError **error)
{
	struct tree_item item = { .mode = file->result.mode };

	if (!objects_write_blob(job->objects, bytes, &item.id, error))
		return false;
	put(job, file, &item);
	return true;
}

static bool merge_content(struct pick_job *job, const struct file_merge *file,
			  struct picked_file *to, GError **error)
{
	struct contents contents = { NULL };
	g_autoptr(threeway) merge = NULL;
	g_autoptr(GBytes) result = NULL;
	bool good = read_contents(job, file, &contents, error);

	if (good && (is_binary(contents.base) || is_binary(contents.ours) ||
		     is_binary(contents.theirs))) {
		to->conflicted = true;
		to->note = g_strdup_printf("'%s' is binary, and both sides changed it", to->path);
	} else if (good) {
		merge = threeway_new(contents.base, contents.ours, contents.theirs);
		result = threeway_result(merge);
		to->conflicted = !result;
		if (!result) {
			add_conflicts(to, merge);
			to->note = g_strdup_printf("'%s': %u regions changed on both sides",
						   to->path, merge->conflicts);
		} else {
			to->rung = to->from ? "moved" : "merged";
			to->placement = PLACED_MERGED;
			to->note = misplaced(merge);
			to->doubted = to->note != NULL;
			good = put_content(job, file, result, error);
		}
	}
	contents_clear(&contents);
	return good;
}

bool pick_file(struct pick_job *job, const struct file_merge *file, struct picked *picked,
	       GError **error)
{
	struct picked_file *to = add_file(picked, file);

	switch (file->state) {
	case MERGE_TAKEN:
		to->rung = to->from ? "moved" : "exact";
		to->placement = PLACED_EXACT;
		put(job, file, &file->result);
		return true;
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
