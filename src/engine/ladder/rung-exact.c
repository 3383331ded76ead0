// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every hunk at its line, or at an offset in the same function; no fuzz.
 */
#include <string.h>

#include "engine/ladder/ladder.h"
#include "engine/merge/place.h"

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

/* a patch that is in by half: this half is */
static char *already_there(struct image *image, const struct hunk *hunk, unsigned int *out_line)
{
	struct place place = place_hunk(image, hunk, '-', 0);

	g_free(place.note);
	if (place.fit != FIT_ONE)
		return NULL;
	*out_line = place.line + hunk_first_change(hunk) + 1;
	return g_strdup_printf("this hunk's change is here already (line %u)", *out_line);
}

/* the first misfit is the rung's reason; the landings tell of all */
static void misfit(struct climb *climb, struct image *image, const struct hunk *hunk,
		   struct place *place)
{
	g_autofree char *function = hunk_function(hunk);
	g_autofree char *note = g_steal_pointer(&place->note);
	g_autofree char *there = NULL;
	unsigned int line = 0;
	struct landing *landing;

	if (place->fit != FIT_MANY)
		there = already_there(image, hunk, &line);
	if (there) {
		g_free(note);
		note = g_steal_pointer(&there);
	}
	if (!note)
		note = explain_misfit(image, hunk, &line);
	if (!climb->reason)
		climb_refuse(climb, "%s%s%s%s: %s", image->path, *function ? " " : "", function,
			     *function ? "()" : "", note);
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

static bool adds(const struct hunk *hunk)
{
	for (guint i = 0; i < hunk->lines->len; i++) {
		if (g_array_index(hunk->lines, struct diff_line, i).kind == '+')
			return true;
	}
	return false;
}

/* the change stands in the function already: where it fits as well may be its twin */
static void doubt(struct image *image, const struct hunk *hunk, struct place *place)
{
	struct place done = place_hunk(image, hunk, '-', 0);
	size_t change = hunk_first_change(hunk) + 1;

	g_free(done.note);
	if (done.fit != FIT_ONE && done.fit != FIT_MANY)
		return;
	place->fit = FIT_MANY;
	place->note = g_strdup_printf("fits at line %zu, but what it makes stands at line %zu "
				      "already; nothing tells whether it is in",
				      place->line + change, done.line + change);
}

/* on the file that the patch was made on, the stated lines hold, also between twins */
static struct place place_in(struct image *image, bool is_base, const struct hunk *hunk,
			     size_t from)
{
	struct place place = { .fit = FIT_ONE };

	if (is_base && place_on_base(image, hunk, &place.line) && place.line >= from)
		return place;
	place = place_hunk(image, hunk, '+', from);
	if (place.fit == FIT_ONE && adds(hunk))
		doubt(image, hunk, &place);
	return place;
}

/* without the empty line of context that it ends with; NULL for another hunk */
static struct hunk *without_last_empty(const struct hunk *hunk)
{
	size_t kept = MAX(hunk->lines->len, 1) - 1;
	const struct diff_line *last = &g_array_index(hunk->lines, struct diff_line, kept);
	struct hunk *shorter;

	if (!hunk->lines->len || last->kind != ' ' || last->size)
		return NULL;
	shorter = hunk_new();
	shorter->old_start = hunk->old_start;
	shorter->old_lines = hunk->old_lines - 1;
	shorter->new_start = hunk->new_start;
	shorter->new_lines = hunk->new_lines - 1;
	shorter->section = g_strdup(hunk->section);
	g_array_append_vals(shorter->lines, hunk->lines->data, kept);
	return shorter;
}

/* a file that ends where the hunk has an empty line still: the hunk that fits it, or NULL */
static struct hunk *fit_to_end(struct image *image, const struct hunk *hunk, size_t from,
			       struct place *place)
{
	g_autoptr(hunk) shorter = without_last_empty(hunk);
	struct place end = { 0 };

	if (shorter)
		end = place_in(image, false, shorter, from);
	if (end.fit != FIT_ONE || end.line + shorter->old_lines != image->lines->len) {
		g_free(end.note);
		return NULL;
	}
	g_free(place->note);
	*place = end;
	return g_steal_pointer(&shorter);
}

static bool apply_hunks(struct climb *climb, struct image *image,
			const struct file_diff *file, GByteArray *out)
{
	bool is_base = image_is_blob(image, file->old_id);
	size_t done = 0, grown = 0;

	for (guint i = 0; i < file->hunks->len; i++) {
		const struct hunk *hunk = file->hunks->pdata[i];
		struct place place = place_in(image, is_base, hunk, done);
		g_autoptr(hunk) shorter = place.fit == FIT_NONE ?
			fit_to_end(image, hunk, done, &place) : NULL;

		if (shorter)
			hunk = shorter;
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

/* the first folder above @path that is a symbolic link or a file; NULL when all are folders */
static char *blocked_at(const struct tree *tree, const char *path)
{
	for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		g_autofree char *above = g_strndup(path, slash - path);
		enum tree_entry kind = tree_entry(tree, above);

		if (kind != TREE_FOLDER && kind != TREE_NONE)
			return g_steal_pointer(&above);
	}
	return NULL;
}

/* git would refuse the patch: what it goes through is no folder */
static bool refuse_blocked(struct climb *climb, const char *path)
{
	g_autofree char *above = blocked_at(climb->after, path);

	if (!above)
		return false;
	climb_refuse(climb, "'%s' is a %s in this tree, so there can be no '%s'", above,
		     tree_entry(climb->after, above) == TREE_SYMLINK ? "symbolic link" : "file",
		     path);
	return true;
}

static bool create_file(struct climb *climb, const struct file_diff *file)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autoptr(GBytes) bytes = NULL;

	if (tree_entry(climb->after, file->new_path) != TREE_NONE)
		return climb_refuse(climb, "'%s' is a new file upstream, but it is there already%s",
				    file->new_path,
				    tree_entry(climb->after, file->new_path) == TREE_FOLDER ?
					    ", as a folder" : " with other content");
	for (guint i = 0; i < file->hunks->len; i++) {
		const struct hunk *hunk = file->hunks->pdata[i];

		if (hunk->old_lines || i)
			return climb_refuse(climb, "'%s' is a new file upstream, but its hunk has "
					    "old lines", file->new_path);
		append_hunk(out, hunk);
	}
	bytes = g_byte_array_free_to_bytes(g_steal_pointer(&out));
	tree_put(climb->after, file->new_path, bytes,
		 file->new_mode & 0100 ? TREE_EXECUTABLE : TREE_FILE);
	g_ptr_array_add(climb->landings, landing_new(file->new_path, "", 1, PLACED_EXACT));
	return true;
}

static bool is_second_name(const struct file_diff *file)
{
	return file->change == FILE_RENAMED || file->change == FILE_COPIED;
}

static bool change_file(struct climb *climb, const struct file_diff *file)
{
	/* what is copied is what was there before the patch, as in git */
	const struct tree *from = file->change == FILE_COPIED ? climb->tree : climb->after;
	enum tree_entry kind = tree_entry(from, file->old_path);
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autoptr(image) image = NULL;
	g_autoptr(GBytes) bytes = NULL;

	if (kind == TREE_SYMLINK)
		return climb_refuse(climb, "'%s' is a symbolic link in this tree", file->old_path);
	if (is_second_name(file) && tree_entry(climb->after, file->new_path) != TREE_NONE)
		return climb_refuse(climb, "'%s' becomes '%s' upstream, but that is there already",
				    file->old_path, file->new_path);
	image = image_load(from, file->old_path, NULL);
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
		tree_put(climb->after, file->new_path, bytes, climb_kind(file, kind));
	return true;
}

bool climb_file(struct climb *climb, const struct file_diff *file)
{
	bool done;

	if (file->change == FILE_MODIFIED && strcmp(file->old_path, file->new_path))
		return climb_refuse(climb, "the patch calls one file '%s' and '%s', and is no "
				    "rename", file->old_path, file->new_path);
	if (refuse_blocked(climb, file_diff_path(file)) ||
	    (file->old_path && refuse_blocked(climb, file->old_path)))
		return false;
	if (climb_whole(climb, file, &done))
		return done;
	return file->change == FILE_CREATED ? create_file(climb, file) : change_file(climb, file);
}

bool rung_exact(struct climb *climb, GError **error)
{
	const GPtrArray *files = climb->patch->diff->files;
	g_autofree char *first = NULL;

	for (guint i = 0; i < files->len; i++) {
		if (!climb_file(climb, files->pdata[i]) && !first)
			first = g_strdup(climb->reason);
	}
	return first ? climb_refuse(climb, "%s", first) : true;
}
