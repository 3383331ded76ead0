// SPDX-License-Identifier: GPL-2.0-only
#include "engine/heading.h"

#include <string.h>

#include "format/csource.h"
#include "format/linediff.h"

static bool is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

static bool is_label(const struct line *line)
{
	size_t i = 0;

	while (i < line->size && is_word(line->text[i]))
		i++;
	return i < line->size && line->text[i] == ':';
}

static bool is_heading(const struct line *line)
{
	return line->size && (g_ascii_isalpha(line->text[0]) || line->text[0] == '_') &&
	       !is_label(line);
}

/* a block that ends in the first column ends what was open: behind it is file scope */
long heading_above(const GArray *lines, size_t at)
{
	for (long i = (long)MIN(at, (size_t)lines->len) - 1; i >= 0; i--) {
		if (is_heading(&g_array_index(lines, struct line, i)))
			return i;
	}
	return -1;
}

/* the last word before what starts an initialiser or a body */
static char *last_word(const char *text)
{
	size_t end = strcspn(text, "=[{;\n"), start;

	while (end > 0 && !is_word(text[end - 1]))
		end--;
	for (start = end; start > 0 && is_word(text[start - 1]);)
		start--;
	return g_strndup(text + start, end - start);
}

char *heading_name(const GArray *lines, long at)
{
	const struct line *line;
	g_autofree char *text = NULL;
	char *name;

	if (at < 0)
		return g_strdup("");
	line = &g_array_index(lines, struct line, at);
	text = g_strndup(line->text, line->size);
	name = function_name_of(text);
	return name ? name : last_word(text);
}

bool heading_same(const GArray *a, size_t x, const GArray *b, size_t y)
{
	long p = heading_above(a, x), q = heading_above(b, y);
	g_autofree char *first = NULL, *second = NULL;

	if (p >= 0 && q >= 0) {
		const struct line *s = &g_array_index(a, struct line, p);
		const struct line *t = &g_array_index(b, struct line, q);

		if (s->size == t->size && !memcmp(s->text, t->text, s->size))
			return true;
	}
	first = heading_name(a, p);
	second = heading_name(b, q);
	return !strcmp(first, second);
}
