// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE /* memrchr() */
#include "engine/code/extract.h"

#include <string.h>

#include "base/bytefind.h"
#include "base/commonends.h"
#include "engine/code/text.h"

struct extract extract_of(GBytes *bytes)
{
	struct extract extract = { .text = "" };

	if (bytes && g_bytes_get_size(bytes))
		extract.text = g_bytes_get_data(bytes, &extract.size);
	extract.to = extract.size;
	return extract;
}

/* a definition ends with a '}' on a line of its own, which no comment has */
gsize extract_start(const char *text, gsize from)
{
	/* there are fewer of these than line ends */
	const char *brace = from ? text + from - 1 : text;

	while ((brace = memrchr(text, '}', brace - text)) && brace > text)
		if (brace[-1] == '\n' && brace[1] == '\n')
			return brace + 2 - text;
	return 0;
}

const char *extract_line(const struct extract *where, const GArray *lines, size_t at)
{
	return at < lines->len ? g_array_index(lines, struct line, at).text :
				 where->text + where->to;
}

struct line extract_lines(const struct extract *where, const GArray *lines, size_t at,
			  size_t count)
{
	const char *from = extract_line(where, lines, at);

	return (struct line){ from, extract_line(where, lines, at + count) - from };
}

const char *extract_find(const struct extract *where, const struct line *lines)
{
	const char *end = where->text + where->size;
	const char *at = where->size ? bytes_find(where->text, where->size, lines->text,
						  lines->size) : NULL;

	return at && !bytes_find(at + 1, end - at - 1, lines->text, lines->size) ? at : NULL;
}

const char *line_margin_above(const char *text, const char *at)
{
	while (at > text) {
		at = text_line_start(text, at - 1);
		if (g_ascii_isalpha(*at))
			return at;
	}
	return NULL;
}

struct extract extract_definition(const struct extract *where, const char *from, const char *to)
{
	struct extract around = { .text = where->text };
	const char *end = where->text + where->size, *close;

	around.start = around.from = extract_start(where->text, from - where->text);
	close = to < end ? bytes_find(to, end - to, "\n}", 2) : NULL;
	around.to = close ? (gsize)(close - where->text) : where->size;
	around.text = where->text + around.from;
	around.size = around.to - around.from;
	return around;
}

void extract_lex(const struct extract *extract, struct lex *lex)
{
	lex_init(lex, extract->text + extract->start, extract->to - extract->start);
}

bool extract_holds(const struct extract *extract, const struct lex *lex)
{
	return lex->text >= extract->text + extract->from;
}

static bool tail_starts_line(const struct extract *extract, gsize tail)
{
	return extract->size == tail || extract->text[extract->size - tail - 1] == '\n';
}

void extract_cut(struct extract *a, struct extract *b)
{
	gsize limit = MIN(a->size, b->size);
	gsize from = common_head(a->text, b->text, limit), tail;

	from = text_line_start(a->text, a->text + from) - a->text;
	tail = common_tail(a->text + a->size, b->text + b->size, limit - from);
	/* the end of an empty line is also that of a line that the other text has behind it */
	while (tail && !(tail_starts_line(a, tail) && tail_starts_line(b, tail)))
		tail--;
	a->from = b->from = from;
	a->to = a->size - tail;
	b->to = b->size - tail;
	a->start = extract_start(a->text, a->from);
	b->start = extract_start(b->text, b->from);
}
