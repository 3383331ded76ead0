// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a structure stands is read from the margin: its first line and the '}'
 * that closes it begin there, and nothing between them does.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/fields.h"
#include "engine/code/lex.h"
#include "engine/code/text.h"

/* what stands in front of the brace is no longer */
#define HEAD_LIMIT 500

static bool is_reserved(const struct lex *word)
{
	return word->size > 1 && word->text[0] == '_' && word->text[1] == '_';
}

/* the word that is no attribute, behind "struct" or behind '}'; out is its end, a punctuator */
static bool read_name(struct lex *lex, struct body *out)
{
	enum lex_kind kind;

	while ((kind = lex_next(lex)) == LEX_WORD || (kind == LEX_PUNCT && *lex->text == '(')) {
		if (kind == LEX_PUNCT) {
			lex_close(lex);
		} else if (!is_reserved(lex)) {
			if (out->name_size)
				return false;
			out->name = lex->text;
			out->name_size = lex->size;
		}
	}
	return kind == LEX_PUNCT;
}

/* an enum without a name is known by its first enumerator */
static bool take_first(struct body *out)
{
	struct lex lex;

	lex_init(&lex, out->from, out->to - out->from);
	if (lex_next(&lex) != LEX_WORD)
		return false;
	out->name = lex.text;
	out->name_size = lex.size;
	out->nameless = true;
	return true;
}

/* "struct name {", maybe behind "typedef" or "static" */
static bool read_head(const char *line, const char *end, struct body *out)
{
	enum lex_kind kind;
	struct lex lex;

	*out = (struct body){ 0 };
	lex_init(&lex, line, MIN(end - line, HEAD_LIMIT));
	do {
		kind = lex_next(&lex);
		if (kind != LEX_WORD)
			return false;
		out->is_enum = lex_is(&lex, "enum");
	} while (!out->is_enum && !lex_is(&lex, "struct") && !lex_is(&lex, "union"));
	if (!read_name(&lex, out) || *lex.text != '{')
		return false;
	out->from = lex.text + 1;
	out->to = bytes_find(out->from, end - out->from, "\n}", 2);
	if (!out->to)
		return false;
	if (out->name_size)
		return true;
	lex_init(&lex, out->to + 2, end - out->to - 2);
	return read_name(&lex, out) && (out->name_size || (out->is_enum && take_first(out)));
}

bool body_around(const char *text, gsize size, const char *line, struct body *out)
{
	const char *at = line;
	int left = HEAD_LINES_MAX;

	do {
		if (at == text || !left--)
			return false;
		at = text_line_start(text, at - 1);
		if (*at == '}')
			return false;
	} while (!g_ascii_isalpha(*at) && *at != '_');
	return read_head(at, text + size, out);
}

bool body_named(const char *text, gsize size, const struct body *like, struct body *out)
{
	const char *end = text + size, *at = text;

	for (; size && (at = bytes_find(at, end - at, like->name, like->name_size)); at++) {
		const char *line = text_line_start(text, at);
		bool head = byte_is_word(*line);

		if ((head ? read_head(line, end, out) :
			    (*line == '}' || like->nameless) &&
			    body_around(text, size, line, out)) &&
		    out->name == at && out->name_size == like->name_size)
			return true;
	}
	return false;
}
