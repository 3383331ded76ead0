// SPDX-License-Identifier: GPL-2.0-only
#include "rules/reflow.h"

#include <stdbool.h>
#include <string.h>

#include "base/file.h"

/**
 * struct reflow - lines on their way out
 * @out: what is written
 * @depth: of braces
 * @extra: tabs that the lines of the source get more: blocks that lowering put around them
 * @blocks: gint8: of those blocks, how many tabs each gives
 * @hung: the last line is a control statement whose brace was put behind it
 * @declared: the last line is a declaration that lowering made
 */
struct reflow {
	GString *out;
	int depth;
	int extra;
	GByteArray *blocks;
	bool hung;
	bool declared;
};

static int leading_tabs(const char *line)
{
	return strspn(line, "\t");
}

static void put_line(struct reflow *reflow, int tabs, const char *text, gsize size)
{
	while (size && g_ascii_isspace(*text))
		text++, size--;
	while (size && g_ascii_isspace(text[size - 1]))
		size--;
	if (!size)
		return;
	for (; tabs > 0; tabs--)
		g_string_append_c(reflow->out, '\t');
	g_string_append_len(reflow->out, text, size);
	g_string_append_c(reflow->out, '\n');
}

/* behind a string, character or comment that starts at @at; @at when none does */
static const char *behind_text(const char *at)
{
	const char *end;

	if (at[0] == '/' && at[1] == '*') {
		end = strstr(at + 2, "*/");
		return end ? end + 2 : at + strlen(at);
	}
	if (at[0] == '/' && at[1] == '/')
		return at + strlen(at);
	if (*at != '"' && *at != '\'')
		return at;
	for (end = at + 1; *end && *end != *at; end++)
		end += *end == '\\' && end[1];
	return *end ? end + 1 : end;
}

static bool starts_with_word(const char *text, const char *word)
{
	return g_str_has_prefix(text, word) && !g_ascii_isalnum(text[strlen(word)]) &&
	       text[strlen(word)] != '_';
}

/* does a "{" here belong to an initialiser or a statement expression? */
static bool is_value(const char *from, const char *brace)
{
	static const char *const heads[] = { "if", "for", "while", "switch", "else", "do" };
	const char *end = brace;

	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++) {
		if (starts_with_word(from, heads[i]))
			return false;
	}
	while (end > from && g_ascii_isspace(end[-1]))
		end--;
	return (end > from && strchr("=(,", end[-1])) || starts_with_word(from, "return") ||
	       memchr(from, '=', brace - from);
}

/* the end of the piece that starts at @from: a statement, a block's head, or a brace */
static const char *piece_end(const char *from)
{
	int parens = 0, values = 0;

	for (const char *at = from; *at;) {
		const char *next = behind_text(at);

		if (next != at) {
			at = next;
			continue;
		}
		parens += (*at == '(') - (*at == ')');
		if (*at == '{' && (values || parens || is_value(from, at)))
			values++;
		else if (*at == '}' && values)
			values--;
		else if (*at == '}' && !parens)
			return at == from ? at + 1 : at;
		else if (!parens && !values && (*at == ';' || *at == '{'))
			return at + 1;
		at++;
	}
	return from + strlen(from);
}

/* "if (x)" and then "{ a; b; }" on a line of its own: the brace goes up; a function's does not */
static bool hangs(const struct reflow *reflow, const char *line)
{
	const char *end = reflow->out->str + reflow->out->len;

	if (*line == '{' || line[strspn(line, "\t ")] != '{' || reflow->out->len < 2)
		return false;
	end -= 2;
	return *end == ')' || (end - reflow->out->str >= 4 && !strncmp(end - 3, "else", 4));
}

static int braces_of(const char *line)
{
	int braces = 0;

	for (const char *at = line; *at;) {
		const char *next = behind_text(at);

		if (next == at) {
			braces += (*at == '{') - (*at == '}');
			next = at + 1;
		}
		at = next;
	}
	return braces;
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

/* "struct x *y = f();": two words and more before what it is set to, and nothing else */
static bool is_declaration(const char *piece, gsize size)
{
	gsize end = strcspn(piece, "=;"), words = 0;

	if (end >= size || starts_with_word(piece, "return") || starts_with_word(piece, "goto"))
		return false;
	for (gsize i = 0; i < end; i++) {
		if (!g_ascii_isalnum(piece[i]) && !strchr("_ *,[]", piece[i]))
			return false;
		words += g_ascii_isalpha(piece[i]) && (!i || strchr(" *,", piece[i - 1]));
	}
	return words > 1;
}

static const char *last_char(const char *line)
{
	const char *end = line + strlen(line);

	while (end > line && g_ascii_isspace(end[-1]))
		end--;
	return end > line ? end - 1 : end;
}

/* a block around a statement that had no braces has its indentation already */
static void count_blocks(struct reflow *reflow, const char *old, int more)
{
	guint8 tabs = *last_char(old) == '{';

	for (; more > 0; more--) {
		g_byte_array_append(reflow->blocks, &tabs, 1);
		reflow->extra += tabs;
	}
	for (; more < 0 && reflow->blocks->len; more++) {
		reflow->extra -= reflow->blocks->data[reflow->blocks->len - 1];
		g_byte_array_set_size(reflow->blocks, reflow->blocks->len - 1);
	}
}

/* a statement below an "if" without braces is further in than its block */
static int tabs_of(const struct reflow *reflow, const char *line, bool first, bool alone)
{
	int own = leading_tabs(line) + reflow->extra;

	if (first && alone)
		return own;
	return first ? MAX(own, reflow->depth) : reflow->depth;
}

/* one line as several; a single piece stays where the line was */
static void split_line(struct reflow *reflow, const char *line)
{
	bool declared = false, first = true, alone = !*skip_blanks(piece_end(skip_blanks(line)));

	if (hangs(reflow, line)) {
		g_string_truncate(reflow->out, reflow->out->len - 1);
		g_string_append(reflow->out, " {\n");
		line = skip_blanks(line) + 1;
		reflow->hung = true;
		reflow->depth++;
	}
	for (const char *at = skip_blanks(line); *at;) {
		const char *end = piece_end(at);
		bool closes = *at == '}';

		if (closes && (starts_with_word(skip_blanks(end), "else") ||
			       starts_with_word(skip_blanks(end), "while")))
			end = piece_end(skip_blanks(end));
		if (declared && !is_declaration(at, end - at))
			g_string_append_c(reflow->out, '\n');
		declared = end[-1] == ';' && is_declaration(at, end - at);
		reflow->depth -= closes;
		put_line(reflow, tabs_of(reflow, line, first && !closes, alone), at, end - at);
		first = false;
		reflow->depth += end > at && end[-1] == '{';
		at = skip_blanks(end);
	}
	reflow->declared = declared;
}

/* a blank line between what was declared on the last line and what is no declaration */
static void end_declarations(struct reflow *reflow, const char *line)
{
	const char *at = skip_blanks(line);

	if (reflow->declared && *at && !is_declaration(at, strlen(at)))
		g_string_append_c(reflow->out, '\n');
	reflow->declared = false;
}

/* "} else" of a brace that was hung */
static bool joins_else(struct reflow *reflow, const char *line)
{
	const char *at = skip_blanks(line);

	if (!reflow->hung || !starts_with_word(at, "else") ||
	    !g_str_has_suffix(reflow->out->str, "}\n"))
		return false;
	g_string_truncate(reflow->out, reflow->out->len - 1);
	g_string_append_printf(reflow->out, " %s\n", at);
	return true;
}

static void keep_line(struct reflow *reflow, const char *line)
{
	int more = *line && *line != '#' ? reflow->extra : 0;

	/* arms of an #if may have opened more than they closed */
	reflow->depth = *line == '}' ? 0 : reflow->depth + braces_of(line);
	if (joins_else(reflow, line))
		return;
	for (; more > 0; more--)
		g_string_append_c(reflow->out, '\t');
	g_string_append_printf(reflow->out, "%s\n", line);
}

/* nothing but blanks may differ */
static bool same_code(const char *a, const char *b)
{
	for (;;) {
		while (g_ascii_isspace(*a))
			a++;
		while (g_ascii_isspace(*b))
			b++;
		if (*a != *b || !*a)
			return *a == *b;
		a++;
		b++;
	}
}

GBytes *reflow_lowered(GBytes *source, GBytes *lowered)
{
	g_autofree char *was = bytes_text(source), *is = bytes_text(lowered);
	g_auto(GStrv) old = g_strsplit(was, "\n", -1), new = g_strsplit(is, "\n", -1);
	struct reflow reflow = { .out = g_string_new(NULL), .blocks = g_byte_array_new() };
	guint lines = g_strv_length(new);

	if (lines != g_strv_length(old)) {
		g_string_free(reflow.out, TRUE);
		g_byte_array_unref(reflow.blocks);
		return g_bytes_ref(lowered);
	}
	for (guint i = 0; i + 1 < lines; i++) {
		int more = braces_of(new[i]) - braces_of(old[i]);

		end_declarations(&reflow, new[i]);
		if (!strcmp(old[i], new[i])) {
			keep_line(&reflow, new[i]);
			reflow.hung = false;
			continue;
		}
		reflow.hung = false;
		split_line(&reflow, new[i]);
		count_blocks(&reflow, old[i], more);
	}
	/* what stands behind the last newline */
	g_string_append(reflow.out, lines ? new[lines - 1] : "");
	g_byte_array_unref(reflow.blocks);
	if (!same_code(reflow.out->str, is)) {
		g_string_free(reflow.out, TRUE);
		return g_bytes_ref(lowered);
	}
	return g_string_free_to_bytes(reflow.out);
}
