// SPDX-License-Identifier: GPL-2.0-only
#include "engine/patchtree.h"

#include <string.h>

#include "engine/place.h"

#define MODE_FILE 0100644

static void append_until(GByteArray *out, const struct image *image, size_t *done, size_t end)
{
	for (; *done < end; ++*done) {
		const struct line *line = &g_array_index(image->lines, struct line, *done);

		g_byte_array_append(out, (const guint8 *)line->text, line->size);
	}
}

GBytes *post_image(const struct image *base, const struct file_diff *file)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	size_t done = 0, line;

	for (guint i = 0; i < file->hunks->len; i++) {
		const struct hunk *hunk = file->hunks->pdata[i];
		g_autoptr(GString) post = hunk_image(hunk, '-');

		if (!place_on_base(base, hunk, &line) || line < done)
			return NULL;
		append_until(out, base, &done, line);
		g_byte_array_append(out, (const guint8 *)post->str, post->len);
		done += hunk->old_lines;
	}
	append_until(out, base, &done, base->lines->len);
	return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

/* a path that one file leaves and another one takes is there */
static void edit(GArray *edits, const char *path, const struct tree_item *item)
{
	struct tree_delta delta = { .new = *item };

	for (guint i = 0; i < edits->len; i++) {
		struct tree_delta *known = &g_array_index(edits, struct tree_delta, i);

		if (strcmp(known->path, path))
			continue;
		if (item->mode)
			known->new = *item;
		return;
	}
	delta.path = g_strdup(path);
	g_array_append_val(edits, delta);
}

static unsigned int first_mode(unsigned int mode, unsigned int other)
{
	return mode ? mode : other ? other : MODE_FILE;
}

bool patch_base(struct objects *objects, const struct patch *patch,
		const struct object_id *context, struct object_id *out)
{
	g_autoptr(GArray) edits = tree_deltas_new();
	static const struct tree_item nothing;

	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];
		struct tree_item here = { .mode = 0 }, item = { .mode = 0 };

		if (file->new_path && g_strcmp0(file->old_path, file->new_path))
			edit(edits, file->new_path, &nothing);
		if (!file->old_path)
			continue;
		if (!objects_lookup(objects, context, file->old_path, &here, NULL))
			return false;
		/* a file that only gets another name or mode has no id in the patch */
		item.id = here.id;
		if (file->old_id ? !objects_find(objects, file->old_id, &item.id) : !here.mode)
			return false;
		item.mode = first_mode(file->old_mode, here.mode);
		edit(edits, file->old_path, &item);
	}
	return objects_write_tree(objects, context, edits, out, NULL);
}

/* the file after the patch; false when the patch does not tell */
static bool new_item(struct objects *objects, const struct file_diff *file,
		     const struct tree_item *old, struct tree_item *out)
{
	g_autoptr(GBytes) before = NULL, after = NULL;
	g_autoptr(image) image = NULL;

	out->mode = first_mode(file->new_mode, old->mode);
	if (!file->binary && !file->hunks->len && old->mode) {
		out->id = old->id;
		return true;
	}
	if (file->binary)
		return file->new_id && objects_find(objects, file->new_id, &out->id);
	before = old->mode ? objects_blob(objects, &old->id, NULL) : g_bytes_new_static("", 0);
	if (!before)
		return false;
	image = image_new(file_diff_path(file), before);
	after = post_image(image, file);
	return after && objects_write_blob(objects, after, &out->id, NULL);
}

bool patch_tree(struct objects *objects, const struct patch *patch, const struct object_id *base,
		struct object_id *out)
{
	g_autoptr(GArray) edits = tree_deltas_new();
	static const struct tree_item nothing;

	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];
		struct tree_item old = { .mode = 0 }, new = { .mode = 0 };

		if (file->old_path && !object_id_is_null(base) &&
		    !objects_lookup(objects, base, file->old_path, &old, NULL))
			return false;
		if (file->old_path && !old.mode)
			return false;
		if (file->old_path && file->change != FILE_COPIED &&
		    g_strcmp0(file->old_path, file->new_path))
			edit(edits, file->old_path, &nothing);
		if (!file->new_path)
			continue;
		if (!new_item(objects, file, &old, &new))
			return false;
		edit(edits, file->new_path, &new);
	}
	return objects_write_tree(objects, base, edits, out, NULL);
}
