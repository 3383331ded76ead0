// SPDX-License-Identifier: GPL-2.0-only
/*
 * The other direction of a diff.  Lines are not copied: they point into the
 * bytes of the diff that was turned round, on which a reference is held.
 */
#include "format/diff.h"

static enum file_change reverse_change(enum file_change change)
{
	switch (change) {
	case FILE_CREATED:
	case FILE_COPIED:
		return FILE_DELETED;
	case FILE_DELETED:
		return FILE_CREATED;
	default:
		return change;
	}
}

static struct hunk *reverse_hunk(const struct hunk *hunk)
{
	struct hunk *reverse = hunk_new();

	reverse->old_start = hunk->new_start;
	reverse->old_lines = hunk->new_lines;
	reverse->new_start = hunk->old_start;
	reverse->new_lines = hunk->old_lines;
	reverse->section = g_strdup(hunk->section);
	for (guint i = 0; i < hunk->lines->len; i++) {
		struct diff_line line = g_array_index(hunk->lines, struct diff_line, i);

		line.kind = line.kind == '+' ? '-' : line.kind == '-' ? '+' : line.kind;
		g_array_append_val(reverse->lines, line);
	}
	return reverse;
}

static struct file_diff *reverse_file(const struct diff *diff, const struct file_diff *file)
{
	struct file_diff *reverse = file_diff_new();

	reverse->change = reverse_change(file->change);
	reverse->old_path = g_strdup(file->new_path);
	if (file->change != FILE_COPIED)
		reverse->new_path = g_strdup(file->old_path);
	reverse->old_mode = file->new_mode;
	reverse->new_mode = file->old_mode;
	reverse->old_id = g_strdup(file->new_id);
	reverse->new_id = g_strdup(file->old_id);
	reverse->binary = file->binary;
	reverse->plain = file->plain;
	reverse->forward = g_memdup2(file->backward, sizeof(*file->backward));
	reverse->backward = g_memdup2(file->forward, sizeof(*file->forward));
	for (guint i = 0; i < file->hunks->len; i++)
		g_ptr_array_add(reverse->hunks, reverse_hunk(file->hunks->pdata[i]));
	reverse->before = file->after ? g_bytes_ref(file->after) : g_bytes_ref(diff->text);
	reverse->after = file->before ? g_bytes_ref(file->before) : g_bytes_ref(diff->text);
	return reverse;
}

struct diff *diff_reverse(const struct diff *diff)
{
	struct diff *reverse = g_new0(struct diff, 1);

	reverse->text = g_bytes_new(NULL, 0);
	reverse->files = g_ptr_array_new_with_free_func((GDestroyNotify)file_diff_free);
	for (guint i = diff->files->len; i > 0; i--)
		g_ptr_array_add(reverse->files, reverse_file(diff, diff->files->pdata[i - 1]));
	return reverse;
}
