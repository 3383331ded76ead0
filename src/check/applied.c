// SPDX-License-Identifier: GPL-2.0-only
#include "check/applied.h"

#include <string.h>

#include "format/linediff.h"

static const struct line *line_at(const GArray *lines, size_t i)
{
	return i < lines->len ? &g_array_index(lines, struct line, i) : NULL;
}

static bool line_matches(const struct line *line, const struct diff_line *want)
{
	size_t size = line ? line->size : 0;

	if (!line)
		return false;
	if (size && line->text[size - 1] == '\n')
		size--;
	return size == want->size && !memcmp(line->text, want->text, size) &&
	       (line->size == size) == want->no_eol;
}

static void copy_lines(GString *out, const GArray *lines, size_t *at, size_t to)
{
	for (; *at < to && *at < lines->len; (*at)++) {
		const struct line *line = line_at(lines, *at);

		g_string_append_len(out, line->text, line->size);
	}
}

/* no offset and no fuzz: the hunk is right at its line or it is wrong */
static bool apply_hunk(GString *out, const GArray *lines, size_t *at, const struct hunk *hunk)
{
	size_t start = hunk->old_lines ? hunk->old_start - 1 : hunk->old_start;

	if (start < *at || start > lines->len)
		return false;
	copy_lines(out, lines, at, start);
	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);

		if (line->kind != '+' && !line_matches(line_at(lines, (*at)++), line))
			return false;
		if (line->kind == '-')
			continue;
		g_string_append_len(out, line->text, line->size);
		if (!line->no_eol)
			g_string_append_c(out, '\n');
	}
	return true;
}

GBytes *applied(const struct file_diff *diff, GBytes *before, guint *out_hunk)
{
	g_autoptr(GArray) lines = lines_of(before);
	GString *out = g_string_new(NULL);
	size_t at = 0;

	for (guint i = 0; i < diff->hunks->len; i++) {
		if (apply_hunk(out, lines, &at, diff->hunks->pdata[i]))
			continue;
		*out_hunk = i + 1;
		g_string_free(out, TRUE);
		return NULL;
	}
	copy_lines(out, lines, &at, lines->len);
	return g_string_free_to_bytes(out);
}
