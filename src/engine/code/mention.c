// SPDX-License-Identifier: GPL-2.0-only
/*
 * Is a name in a text?  Most names that a change brings are in the file
 * already, a few lines away; looking there first spares scans of whole files and
 * of whole trees.  A place that may be a comment or a string is passed over,
 * which costs time and no certainty.
 */
#include "engine/code/mention.h"

#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/text.h"

/* most names that a change uses stand so near it already */
#define NEAR 3000

/* bytes: arguments of calls are counted up to here */
#define CALL_LIMIT 4000

const char *text_mention(const char *from, const char *to, const char *text, gsize length,
			 const char *name, gsize size)
{
	const char *at;

	for (; from < to && (at = bytes_find(from, to - from, name, size)); from = at + 1)
		if (text_is_word_at(text, length, at - text, size))
			return at;
	return NULL;
}

bool text_mentions(const char *text, gsize size, const char *name, gsize name_size)
{
	return size && text_mention(text, text + size, text, size, name, name_size);
}

/* behind "." or "->" */
static bool is_member(const char *text, const char *at)
{
	while (at > text && (at[-1] == ' ' || at[-1] == '\t'))
		at--;
	return at > text && (at[-1] == '.' || (at - text > 1 && at[-1] == '>' && at[-2] == '-'));
}

bool name_is_member(void *data, const char *at, const char *end)
{
	(void)end;
	return is_member(data, at);
}

bool name_is_no_member(void *data, const char *at, const char *end)
{
	return !name_is_member(data, at, end);
}

bool text_names(const char *text, gsize size, const char *name, gsize name_size)
{
	const char *end = text + size, *at = text;

	while (size && (at = text_mention(at, end, text, size, name, name_size))) {
		if (!is_member(text, at))
			return true;
		at++;
	}
	return false;
}

static bool uses_in(const struct extract *where, const char *from, const char *to,
		    const struct wanted_name *wanted)
{
	const char *end = where->text + where->size;

	while ((from = text_mention(from, to, where->text, where->size, wanted->name,
				 wanted->size))) {
		if (text_has_word_at(where->text, where->size, from - where->text, wanted->size) &&
		    (!wanted->as || wanted->as(wanted->data, from, end)))
			return true;
		from++;
	}
	return false;
}

bool text_uses(const struct extract *where, const struct wanted_name *wanted)
{
	const char *text = where->text;
	gsize from = where->from > NEAR ? where->from - NEAR : 0;
	gsize to = MIN(where->to + NEAR, where->size);

	return where->size && (uses_in(where, text + from, text + to, wanted) ||
			       uses_in(where, text, text + where->size, wanted));
}

int call_span(const struct lex *name, const char **end)
{
	struct lex lex = *name;
	int depth = 0, commas = 0, tokens = 0;
	bool is_void = false;
	enum lex_kind kind = lex_next(&lex);

	*end = name->text + name->size;
	if (kind != LEX_PUNCT || *lex.text != '(')
		return -1;
	while (kind != LEX_END && lex.text < name->text + CALL_LIMIT) {
		char c = kind == LEX_PUNCT ? *lex.text : 0;

		if (c == '(' || c == '[' || c == '{')
			depth++;
		else if (c == ')' || c == ']' || c == '}')
			depth--;
		else if (c == ',' && depth == 1)
			commas++;
		*end = lex.at;
		if (!depth)
			return tokens == 1 || (tokens == 2 && is_void) ? 0 : commas + 1;
		is_void = kind == LEX_WORD && lex_is(&lex, "void");
		tokens++;
		kind = lex_next(&lex);
	}
	return -1;
}

int call_arguments(const struct lex *name)
{
	const char *end;

	return call_span(name, &end);
}

bool call_has_arguments(void *data, const char *at, const char *end)
{
	struct lex lex;

	lex_init(&lex, at, end - at);
	lex_next(&lex);
	return call_arguments(&lex) == *(const int *)data;
}

bool text_may_declare(enum lex_kind before, const struct lex *last)
{
	if (before == LEX_WORD)
		return !lex_is(last, "return") && !lex_is(last, "else");
	return before == LEX_DEFINE || (before == LEX_PUNCT && *last->text == '*');
}

bool text_may_define(enum lex_kind before, const struct lex *last, struct lex name)
{
	return text_may_declare(before, last) && lex_next(&name) == LEX_PUNCT && *name.text == '(';
}

bool line_may_be_head(const struct extract *where, const struct line *line, bool above)
{
	const char *margin = line->text;

	if (!line->size || !(above || byte_is_word(*margin)))
		return false;
	if (!byte_is_word(*margin))
		margin = line_margin_above(where->text, line->text);
	return margin && byte_is_word(*margin) &&
	       !memchr(margin, ';', line->text - margin) &&
	       !memchr(margin, '{', line->text - margin);
}

bool text_is_own(const char *path, const struct extract *where, const struct lex *name)
{
	const char *at = name->text;

	while (at > where->text && !strchr(";}", at[-1]))
		at--;
	return !path_is_header(path) &&
	       text_mentions(at, name->text - at, "static", strlen("static"));
}

bool text_includes(const char *text, gsize size, const char *header, gsize header_size)
{
	const char *end = text + size, *at = text;

	while (size && (at = bytes_find(at, end - at, header, header_size))) {
		if (at > text && (at[-1] == '<' || at[-1] == '"') && at + header_size < end &&
		    (at[header_size] == '>' || at[header_size] == '"'))
			return true;
		at++;
	}
	return false;
}

static const char *skip_back(const char *text, const char *at)
{
	while (at > text && (g_ascii_isspace(at[-1]) || at[-1] == '*'))
		at--;
	return at;
}

bool text_type_before(const char *text, const char *at, struct lex *out)
{
	const char *end, *before = skip_back(text, at);

	do {
		at = end = before;
		while (at > text && byte_is_word(at[-1]))
			at--;
		*out = (struct lex){ .text = at, .size = end - at };
		before = skip_back(text, at);
		/* a word behind the stars is "const", or an attribute's */
	} while (at < end && before > text && memchr(before, '*', at - before));
	return at < end;
}
