// SPDX-License-Identifier: GPL-2.0-only
#include "format/quoteline.h"

#include <stdlib.h>
#include <string.h>

/* deeper quotes than anyone reads */
#define DEPTH_MAX 100

static void quote_line_free(gpointer data)
{
	struct quote_line *line = data;

	g_free(line->text);
	g_free(line);
}

static unsigned int count_marks(const char *text)
{
	unsigned int depth = 0;

	for (;;) {
		if (*text != '>' && !(depth && text[0] == ' ' && text[1] == '>'))
			return depth;
		text += *text == ' ' ? 2 : 1;
		if (++depth == DEPTH_MAX)
			return depth;
	}
}

GPtrArray *quote_lines(const char *text)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(quote_line_free);

	while (*text) {
		const char *newline = strchr(text, '\n');
		size_t size = newline ? (size_t)(newline - text) : strlen(text);
		struct quote_line *line = g_new0(struct quote_line, 1);

		line->text = g_strndup(text, size);
		line->depth = count_marks(line->text);
		g_ptr_array_add(lines, line);
		text += size + (newline ? 1 : 0);
	}
	return lines;
}

const char *quote_line_at(const struct quote_line *line, unsigned int depth)
{
	const char *text = line->text;

	for (unsigned int i = 0; i < depth && i < line->depth; i++) {
		if (i && *text == ' ' && text[1] == '>')
			text++;
		text++;
		if (*text == ' ' && (text[1] != '>' || i + 1 == depth))
			text++;
	}
	return text;
}

bool quote_line_is_signature(const struct quote_line *line)
{
	return !strcmp(line->text, "-- ");
}

static bool read_header(struct hunk_count *count, const char *text)
{
	char *at;

	if (!g_str_has_prefix(text, "@@ -"))
		return false;
	count->old = count->new = 1;
	strtoul(text + 4, &at, 10);
	if (*at == ',')
		count->old = strtoul(at + 1, &at, 10);
	if (!g_str_has_prefix(at, " +"))
		return false;
	strtoul(at + 2, &at, 10);
	if (*at == ',')
		count->new = strtoul(at + 1, &at, 10);
	return true;
}

bool hunk_count_line(struct hunk_count *count, const char *text)
{
	if (!count->old && !count->new) {
		read_header(count, text);
		return false;
	}
	if (*text == '\\')
		return true;
	if (*text && !strchr(" +-", *text)) {
		count->old = count->new = 0;
		read_header(count, text);
		return false;
	}
	if (*text != '+' && count->old)
		count->old--;
	if (*text != '-' && count->new)
		count->new --;
	return true;
}
