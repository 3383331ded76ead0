// SPDX-License-Identifier: GPL-2.0-only
#include "engine/merge/patchtree.h"

#include <string.h>

#include "engine/merge/place.h"
#include "format/diffbinary.h"

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

static void *no_binary(char **out_why, const char *path, const char *why)
{
	if (out_why)
		*out_why = g_strdup_printf("'%s' is binary, and %s", path, why);
	return NULL;
}

static bool is_id(const char *path, GBytes *content, const char *id)
{
	g_autoptr(image) image = image_new(path, content);

	return image_is_blob(image, id);
}

GBytes *binary_result(const struct file_diff *file, GBytes *before, char **out_why)
{
	const char *path = file_diff_path(file);
	g_autoptr(GBytes) after = NULL;

	if (!file->forward)
		return no_binary(out_why, path, "the patch does not hold its content (git "
				 "format-patch --binary)");
	if (before && !is_id(path, before, file->old_id))
		return no_binary(out_why, path, "this tree has another version than the one that "
				 "the patch was made on");
	after = binary_apply(file->forward, before, NULL);
	if (!after || (file->new_path && !is_id(path, after, file->new_id)))
		return no_binary(out_why, path, "what the patch makes of it is not what it states");
	return g_steal_pointer(&after);
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

GBytes *special_side(const struct file_diff *file, char skip)
{
	if (file->hunks->len != 1)
		return NULL;
	return g_string_free_to_bytes(hunk_image(file->hunks->pdata[0], skip));
}

static bool special_item(struct objects *objects, const struct file_diff *file, char skip,
			 unsigned int mode, struct tree_item *out)
{
	g_autoptr(GBytes) side = special_side(file, skip);

	out->mode = mode;
	return side && objects_keep(objects, side, out, NULL);
}

/* what stands there, where it is the file that the patch names; else that one from anywhere */
static bool find_base(struct objects *objects, const struct file_diff *file,
		      const struct tree_item *here, struct object_id *out)
{
	char hex[OBJECT_ID_HEX + 1];

	*out = here->id;
	/* a file that only gets another name or mode has no id in the patch */
	if (here->mode &&
	    (!file->old_id || g_str_has_prefix(object_id_hex(&here->id, hex), file->old_id)))
		return true;
	return file->old_id && objects_find(objects, file->old_id, out);
}

bool patch_base(struct objects *objects, const struct patch *patch,
		const struct object_id *context, struct object_id *out)
{
	g_autoptr(GArray) edits = tree_deltas_new();
	static const struct tree_item nothing;

	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];
		struct tree_item here = { .mode = 0 }, item = { .mode = 0 };
		bool known;

		if (file->new_path && g_strcmp0(file->old_path, file->new_path))
			edit(edits, file->new_path, &nothing);
		if (!file->old_path)
			continue;
		if (!objects_lookup(objects, context, file->old_path, &here, NULL))
			return false;
		known = file_diff_special(file) && file->hunks->len ?
			special_item(objects, file, '+', file->old_mode, &item) :
			find_base(objects, file, &here, &item.id);
		if (!known)
			return false;
		item.mode = first_mode(file->old_mode, here.mode);
		edit(edits, file->old_path, &item);
	}
	return objects_write_tree(objects, context, edits, out, NULL);
}

static bool keep_binary(struct objects *objects, const struct file_diff *file, GBytes *before,
			struct object_id *out)
{
	g_autoptr(GBytes) after = binary_result(file, before, NULL);

	return after && objects_write_blob(objects, after, out, NULL);
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
	if (file_diff_special(file) && file->hunks->len)
		return special_item(objects, file, '-', out->mode, out);
	if (file->binary && file->new_id && objects_find(objects, file->new_id, &out->id))
		return true;
	before = old->mode ? objects_blob(objects, &old->id, NULL) : g_bytes_new_static("", 0);
	if (!before)
		return false;
	if (file->binary)
		return keep_binary(objects, file, old->mode ? before : NULL, &out->id);
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
