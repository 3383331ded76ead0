// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making a diff from two versions of a file, in the form git gives it.
 */
#include "format/diff.h"

#include <string.h>

#include "format/linediff.h"

/* git cuts what it shows behind "@@" at this many bytes (xdiff/xemit.c) */
#define SECTION_MAX 80

/* digits of an id that git shows in a repository of the kernel's size */
#define ID_DIGITS 12

char *diff_blob_id(GBytes *bytes)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
	gsize size = 0;
	const void *data = g_bytes_get_data(bytes, &size);
	g_autofree char *head = g_strdup_printf("blob %" G_GSIZE_FORMAT, size);

	g_checksum_update(sum, (const guchar *)head, strlen(head) + 1);
	g_checksum_update(sum, data, size);
	return g_strdup(g_checksum_get_string(sum));
}

static char *short_id(GBytes *bytes)
{
	g_autofree char *id = bytes ? diff_blob_id(bytes) : NULL;

	return id ? g_strndup(id, ID_DIGITS) : g_strnfill(ID_DIGITS, '0');
}

/* git's default: the nearest line above that starts with a letter, "_" or "$" */
static char *section_before(const GArray *lines, size_t at)
{
	while (at-- > 0) {
		const struct line *line = &g_array_index(lines, struct line, at);
		size_t size = MIN(line->size, SECTION_MAX);

		if (!g_ascii_isalpha(*line->text) && *line->text != '_' && *line->text != '$')
			continue;
		while (size && g_ascii_isspace(line->text[size - 1]))
			size--;
		return g_strndup(line->text, size);
	}
	return g_strdup("");
}

static void add_line(struct hunk *hunk, char kind, const struct line *line)
{
	bool newline = line->size && line->text[line->size - 1] == '\n';
	struct diff_line entry = {
		.kind = kind,
		.no_eol = !newline,
		.text = line->text,
		.size = line->size - newline,
	};

	g_array_append_val(hunk->lines, entry);
	hunk->old_lines += kind != '+';
	hunk->new_lines += kind != '-';
}

static void add_lines(struct hunk *hunk, char kind, const GArray *lines, size_t from, size_t to)
{
	for (; from < to; from++)
		add_line(hunk, kind, &g_array_index(lines, struct line, from));
}

/* changes first to last, which share context, as one hunk */
static struct hunk *make_hunk(const GArray *old, const GArray *new, const struct change *first,
			      const struct change *last, size_t context)
{
	struct hunk *hunk = hunk_new();
	size_t at = first->old_at - MIN(first->old_at, context);
	size_t end = MIN(last->old_at + last->old_count + context, old->len);

	hunk->section = section_before(old, at);
	hunk->old_start = at + 1;
	hunk->new_start = first->new_at - (first->old_at - at) + 1;
	for (const struct change *change = first; change <= last; change++) {
		add_lines(hunk, ' ', old, at, change->old_at);
		at = change->old_at + change->old_count;
		add_lines(hunk, '-', old, change->old_at, at);
		add_lines(hunk, '+', new, change->new_at, change->new_at + change->new_count);
	}
	add_lines(hunk, ' ', old, at, end);
	if (!hunk->old_lines)
		hunk->old_start--;
	if (!hunk->new_lines)
		hunk->new_start--;
	return hunk;
}

static void add_hunks(struct file_diff *file, const GArray *old, const GArray *new,
		      size_t context)
{
	g_autoptr(GArray) changes = line_diff(old, new);
	const struct change *all = (const struct change *)changes->data;
	guint first = 0;

	for (guint i = 0; i < changes->len; i++) {
		size_t end = all[i].old_at + all[i].old_count;

		if (i + 1 < changes->len && all[i + 1].old_at - end <= 2 * context)
			continue;
		g_ptr_array_add(file->hunks, make_hunk(old, new, &all[first], &all[i], context));
		first = i + 1;
	}
}

struct file_diff *diff_images(const char *path, GBytes *before, GBytes *after,
			      unsigned int context)
{
	struct file_diff *file = g_new0(struct file_diff, 1);
	g_autoptr(GArray) old = lines_of(before);
	g_autoptr(GArray) new = lines_of(after);

	file->hunks = g_ptr_array_new_with_free_func((GDestroyNotify)hunk_free);
	file->before = before ? g_bytes_ref(before) : NULL;
	file->after = after ? g_bytes_ref(after) : NULL;
	file->old_path = before ? g_strdup(path) : NULL;
	file->new_path = after ? g_strdup(path) : NULL;
	file->change = !before ? FILE_CREATED : !after ? FILE_DELETED : FILE_MODIFIED;
	file->old_id = short_id(before);
	file->new_id = short_id(after);
	file->old_mode = before ? 0100644 : 0;
	file->new_mode = after ? 0100644 : 0;
	add_hunks(file, old, new, context);
	return file;
}
