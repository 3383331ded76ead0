// SPDX-License-Identifier: GPL-2.0-only
#include "engine/doubt/indent.h"

#include <string.h>

#include "engine/code/lex.h"
#include "engine/code/text.h"

/* if (a) for (b) if (c) … goes no deeper */
#define DEPTH_MAX 16

/**
 * struct ruled - a statement without braces under a condition
 * @head: column of the line that the condition begins on
 * @body: column of the statement
 */
struct ruled {
	guint head;
	guint body;
};

/**
 * struct look - one pass over a file
 * @ruled: @depth conditions whose statement has begun and not ended
 * @ended: @closed of them, whose statement has just ended, at @end
 * @round: open parentheses inside the statement
 * @lines: gets what is found
 * @at, @line: a place whose line is known
 */
struct look {
	struct lex lex;
	enum lex_kind kind;
	const char *text;
	struct ruled ruled[DEPTH_MAX];
	guint depth;
	struct ruled ended[DEPTH_MAX];
	guint closed;
	const char *end;
	int round;
	GArray *lines;
	const char *at;
	guint line;
};

static void next(struct look *look)
{
	do {
		look->kind = lex_next(&look->lex);
	} while (look->kind != LEX_END && look->lex.directive);
}

static void add_line(struct look *look, const char *at)
{
	for (; look->at < at; look->at++)
		look->line += *look->at == '\n';
	g_array_append_val(look->lines, look->line);
}

static bool is_char(const struct look *look, char c)
{
	return look->kind == LEX_PUNCT && *look->lex.text == c;
}

/* of the first thing on the line that holds @at */
static guint line_column(const struct look *look, const char *at, const char **out_first)
{
	struct line indent = { text_line_start(look->text, at), 0 };

	while (indent.text[indent.size] == ' ' || indent.text[indent.size] == '\t')
		indent.size++;
	*out_first = indent.text + indent.size;
	return text_column(&indent);
}

static bool skip_parentheses(struct look *look)
{
	int depth = 0;

	if (!is_char(look, '('))
		return false;
	do {
		depth += is_char(look, '(') - is_char(look, ')');
		next(look);
	} while (depth && look->kind != LEX_END);
	return !depth;
}

/* at the keyword; afterwards at what the condition rules */
static void enter(struct look *look, bool has_condition)
{
	const char *keyword = look->lex.text, *first;
	struct ruled ruled = { .head = line_column(look, keyword, &first) };

	next(look);
	if (has_condition && !skip_parentheses(look))
		return;
	ruled.body = line_column(look, look->lex.text, &first);
	if (is_char(look, '{') || is_char(look, ';') || look->kind == LEX_END ||
	    first != look->lex.text || ruled.body <= ruled.head || look->depth == DEPTH_MAX)
		return;
	look->ruled[look->depth++] = ruled;
}

static bool is_word(const struct look *look, const char *word)
{
	return look->kind == LEX_WORD && lex_is(&look->lex, word);
}

/* both branches of an #if may hold the statement */
static bool has_directive(const char *at, const char *end)
{
	while ((at = memchr(at, '\n', end - at))) {
		at += strspn(at, "\n \t");
		if (*at == '#')
			return true;
	}
	return false;
}

/* the token behind a statement that ended: is it another one that looks ruled? */
static void compare(struct look *look)
{
	const char *first;
	guint column = line_column(look, look->lex.text, &first);

	for (guint i = 0; i < look->closed && first == look->lex.text; i++) {
		if (column != look->ended[i].body || is_char(look, '}') || is_char(look, ';') ||
		    has_directive(look->end, first))
			continue;
		add_line(look, first);
		break;
	}
	look->closed = 0;
}

static void end_statement(struct look *look)
{
	for (guint i = 0; i < look->depth; i++)
		look->ended[i] = look->ruled[i];
	look->closed = look->depth;
	look->end = look->lex.text;
	look->depth = 0;
}

/* a block, an initialiser or a function ends what was begun, and is left unjudged */
static void forget(struct look *look)
{
	look->depth = 0;
	look->closed = 0;
	look->round = 0;
}

static void take(struct look *look)
{
	if (is_word(look, "else")) {
		look->closed = 0;
		enter(look, false);
		return;
	}
	if (look->closed)
		compare(look);
	if (is_word(look, "if") || is_word(look, "for") || is_word(look, "while")) {
		enter(look, true);
		return;
	}
	look->round += is_char(look, '(') - is_char(look, ')');
	if (is_char(look, '{') || is_char(look, '}'))
		forget(look);
	else if (is_char(look, ';') && !look->round)
		end_statement(look);
	next(look);
}

GArray *misleading_lines(GBytes *code)
{
	gsize size;
	const char *text = g_bytes_get_data(code, &size);
	struct look look = {
		.text = text,
		.at = text,
		.lines = g_array_new(FALSE, FALSE, sizeof(guint)),
	};

	lex_init(&look.lex, text, size);
	next(&look);
	while (look.kind != LEX_END)
		take(&look);
	return look.lines;
}
