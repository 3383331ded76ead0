// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every hunk at its line, or at an offset in the same function; no fuzz.
 */
#include <string.h>

#include "engine/ladder.h"
#include "engine/place.h"

static void append_line(GByteArray *out, const char *text, size_t size)
{
	g_byte_array_append(out, (const guint8 *)text, size);
}

static void append_lines(GByteArray *out, const struct image *image, size_t from, size_t to)
{
	for (; from < to; from++) {
		const struct line *line = &g_array_index(image->lines, struct line, from);

		append_line(out, line->text, line->size);
	}
}

static void append_hunk(GByteArray *out, const struct hunk *hunk)
{
	g_autoptr(GString) post = hunk_image(hunk, '-');

	append_line(out, post->str, post->len);
}

/* the first misfit is the rung's reason; the landings tell of all */
static void misfit(struct climb *climb, const struct image *image, const struct hunk *hunk,
		   struct place *place)
{
	g_autofree char *function = hunk_function(hunk);
	g_autofree char *note = g_steal_pointer(&place->note);
	unsigned int line = 0;
	struct landing *landing;

	if (!note)
		note = explain_misfit(image, hunk, &line);
	if (!climb->reason)
		climb_refuse(climb, "%s%s%s: %s", image->path, *function ? " " : "", function,
			     note);
	landing = landing_new(image->path, function, line, PLACED_NOWHERE);
	landing->note = g_steal_pointer(&note);
	g_ptr_array_add(climb->landings, landing);
}

static void land(struct climb *climb, const struct image *image, const struct hunk *hunk,
		 size_t at, size_t new_line)
{
	size_t first = at + hunk_first_change(hunk);
	bool exact = at + 1 == hunk->old_start || !hunk->old_lines;
	const char *function = image_function(image, MIN(first, image->lines->len - 1) + 1);

	g_ptr_array_add(climb->landings,
			landing_new(image->path, function, new_line + hunk_first_change(hunk),
				    exact ? PLACED_EXACT : PLACED_OFFSET));
}

static bool apply_hunks(struct climb *climb, const struct image *image,
			const struct file_diff *file, GByteArray *out)
{
	size_t done = 0, grown = 0;

	for (guint i = 0; i < file->hunks->len; i++) {
		const struct hunk *hunk = file->hunks->pdata[i];
		struct place place = place_hunk(image, hunk, '+', done);

		if (place.fit != FIT_ONE) {
			misfit(climb, image, hunk, &place);
			continue;
		}
		append_lines(out, image, done, place.line);
		append_hunk(out, hunk);
		land(climb, image, hunk, place.line, place.line + 1 + grown);
		done = place.line + hunk->old_lines;
		grown += hunk->new_lines - hunk->old_lines;
	}
	append_lines(out, image, done, image->lines->len);
	return !climb->reason;
}

static bool create_file(struct climb *climb, const struct file_diff *file)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autoptr(GBytes) bytes = NULL;

	if (tree_entry(climb->tree, file->new_path) != TREE_NONE)
		return climb_refuse(climb, "'%s' is a new file upstream, but it is there already",
				    file->new_path);
	for (guint i = 0; i < file->hunks->len; i++)
		append_hunk(out, file->hunks->pdata[i]);
	bytes = g_byte_array_free_to_bytes(g_steal_pointer(&out));
	tree_put(climb->after, file->new_path, bytes,
		 file->new_mode & 0100 ? TREE_EXECUTABLE : TREE_FILE);
	g_ptr_array_add(climb->landings, landing_new(file->new_path, "", 1, PLACED_EXACT));
	return true;
}

static enum tree_entry kind_after(const struct file_diff *file, enum tree_entry kind)
{
	if (!file->new_mode || file->new_mode == file->old_mode)
		return kind;
	return file->new_mode & 0100 ? TREE_EXECUTABLE : TREE_FILE;
}

static bool change_file(struct climb *climb, const struct file_diff *file)
{
	enum tree_entry kind = tree_entry(climb->tree, file->old_path);
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autoptr(image) image = NULL;
	g_autoptr(GBytes) bytes = NULL;

	if (kind == TREE_SYMLINK)
		return climb_refuse(climb, "'%s' is a symbolic link in this tree", file->old_path);
	image = image_load(climb->tree, file->old_path, NULL);
	if (!image)
		return climb_refuse(climb, "there is no file '%s' in this tree", file->old_path);
	if (!apply_hunks(climb, image, file, out))
		return false;
	if (file->change == FILE_DELETED && out->len)
		return climb_refuse(climb,
				    "'%s' is deleted upstream, but has other content in this tree",
				    file->old_path);
	if (file->change == FILE_DELETED || file->change == FILE_RENAMED)
		tree_drop(climb->after, file->old_path);
	bytes = g_byte_array_free_to_bytes(g_steal_pointer(&out));
	if (file->new_path)
		tree_put(climb->after, file->new_path, bytes, kind_after(file, kind));
	return true;
}

static bool apply_file(struct climb *climb, const struct file_diff *file)
{
	if (file->binary)
		return climb_refuse(climb, "'%s' is a binary patch", file_diff_path(file));
	return file->change == FILE_CREATED ? create_file(climb, file) : change_file(climb, file);
}

bool rung_exact(struct climb *climb, GError **error)
{
	const GPtrArray *files = climb->patch->diff->files;
	bool all = true;

	for (guint i = 0; i < files->len; i++)
		all = apply_file(climb, files->pdata[i]) && all;
	return all;
}
