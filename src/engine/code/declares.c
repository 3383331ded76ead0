// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/declares.h"

#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"

/* behind a statement and in front of ':' */
static bool is_label(const struct lex *last, struct lex name)
{
	return (*last->text == ';' || *last->text == '}' || *last->text == '{') &&
	       lex_next(&name) == LEX_PUNCT && *name.text == ':';
}

/**
 * struct statement - where in a statement a scan is
 * @tokens: of it so far, no more than 2
 * @declaration: it began with two words, or a word and a star
 * @value: it is computed what is returned, or what the last variable is set to
 * @pointer: the last token is a '*' behind a word, or behind such a '*'
 * @inside: it is one behind a '('
 * @named: the last token is the name that a declaration is about, for sure
 * @macro: the last token is the name that a #define is about
 * @parameters: among those of a macro
 * @round: open parentheses
 * @type_of: how many more than the last are open in "typeof (", 0 elsewhere; stays for its ')'
 */
struct statement {
	int tokens;
	bool declaration;
	bool value;
	bool pointer;
	bool inside;
	bool named;
	bool macro;
	bool parameters;
	int round;
	int type_of;
};

/* "struct name" names a type that is declared elsewhere, unless '{' or ';' follows */
static bool is_tag(const struct lex *last, struct lex name)
{
	return lex_is_tag(last) &&
	       !(lex_next(&name) == LEX_PUNCT && strchr("{;", *name.text));
}

/* "(*name)(", when the star has been met */
static bool is_function_pointer(const struct statement *statement, struct lex name)
{
	return statement->inside && lex_next(&name) == LEX_PUNCT && *name.text == ')' &&
	       lex_next(&name) == LEX_PUNCT && *name.text == '(';
}

static bool is_basic_type(const struct lex *word)
{
	static const char *const words[] = { "int", "char", "long", "short", "unsigned", "signed",
					     "bool", "float", "double", NULL };

	return is_any_of(word->text, word->size, words);
}

/* "} name[] = {": what a structure without a name is for; on a line of its own it is a statement */
static bool is_behind_body(const struct lex *last, struct lex name)
{
	return *last->text == '}' && !memchr(last->text, '\n', name.text - last->text) &&
	       lex_next(&name) == LEX_PUNCT && strchr("[=;,", *name.text);
}

/* "void *arg NAME": a macro with an attribute */
static bool is_attribute(const struct lex *lex, const struct statement *statement)
{
	return statement->named && lex_in_capitals(lex);
}

/* "__used", "PACKED", "_unused_", "attribute_hidden", "asm": may stand behind a name */
static bool may_be_attribute(const struct lex *word)
{
	static const char attribute[] = "attribute_";

	return lex_attribute(word->text, word->size) || lex_in_capitals(word) ||
	       lex_is(word, "asm") ||
	       (*word->text == '_' && word->text[word->size - 1] == '_') ||
	       (word->size > strlen(attribute) &&
		!memcmp(word->text, attribute, strlen(attribute)));
}

/* "static NAME variable": a type, or an attribute; in "int name __used" the other word is one */
static bool is_in_front(struct lex name)
{
	enum lex_kind kind;

	do
		kind = lex_next(&name);
	while (kind == LEX_PUNCT && *name.text == '*');
	return kind == LEX_WORD && !may_be_attribute(&name);
}

/* "typeof(old) name": the last token is that ')' */
static bool is_behind_typeof(const struct statement *statement, const struct lex *last)
{
	return statement->type_of && *last->text == ')' &&
	       statement->round < statement->type_of;
}

/* "long name = a;" of a macro: other words in a row declare nothing on a line with a '#' */
static bool is_in_directive(struct lex name)
{
	return name.directive && !(lex_next(&name) == LEX_PUNCT && strchr("=;", *name.text));
}

/* does a declaration name what was just met, as in "struct foo *name;"? */
static bool is_declared(const struct lex *lex, enum lex_kind before, const struct lex *last,
			const struct statement *statement)
{
	return before == LEX_DEFINE || statement->parameters ||
	       is_behind_typeof(statement, last) ||
	       (!statement->value &&
		(statement->pointer || is_function_pointer(statement, *lex))) ||
	       (before == LEX_WORD && !lex_command(last->text, last->size) && !is_tag(last, *lex) &&
		!is_in_directive(*lex) && !is_attribute(lex, statement) && !is_in_front(*lex)) ||
	       is_label(last, *lex) || is_behind_body(last, *lex);
}

static void statement_step(struct statement *statement, const struct lex *lex, enum lex_kind kind,
			   enum lex_kind before, const struct lex *last)
{
	char c = kind == LEX_PUNCT ? *lex->text : '\0';

	statement->parameters = (statement->macro && c == '(' && lex->glued) ||
				(statement->parameters && lex->directive && c != ')');
	statement->macro = before == LEX_DEFINE;
	if (c == ';' || c == '{' || c == '}') {
		*statement = (struct statement){ 0 };
		return;
	}
	statement->round += (c == '(') - (c == ')');
	if (kind == LEX_WORD && lex_is_typeof(lex))
		statement->type_of = statement->round + 1;
	else if (statement->round + (c == ')') < statement->type_of)
		statement->type_of = 0;
	/* "int *a = b, *c;" */
	statement->value = (statement->value && !(c == ',' && !statement->round)) || c == '=' ||
			   (kind == LEX_WORD && *lex->text == 'r' && lex_is(lex, "return"));
	statement->inside = c == '*' && *last->text == '(';
	statement->named = kind == LEX_WORD && !lex_keyword(lex->text, lex->size) &&
			   (statement->pointer || (before == LEX_WORD && is_basic_type(last)));
	statement->pointer = c == '*' && (statement->pointer ||
					  (before == LEX_WORD &&
					   !lex_command(last->text, last->size)) ||
					  (*last->text == ',' && statement->declaration &&
					   !statement->round));
	if (statement->tokens == 0 && (kind != LEX_WORD || lex_is(lex, "return") ||
				       lex_is(lex, "goto") || lex_is(lex, "else")))
		statement->tokens = 2;
	else if (statement->tokens == 1)
		statement->declaration = kind == LEX_WORD || c == '*';
	statement->tokens = MIN(statement->tokens + 1, 2);
}

/* "int a, name;" */
static bool is_listed(const struct statement *statement, const struct lex *last)
{
	return statement->declaration && !statement->round && *last->text == ',';
}

/**
 * struct part_scan - a scan of a part of a text, which begins at file scope
 * @lex: the token
 * @before, @last: the one in front of it
 * @start, @end: of the part
 * @assembler: it is no C
 * @declares_to: what stands in front of that is declared, behind a ".macro" or a ".set"
 */
struct part_scan {
	struct lex lex;
	enum lex_kind before;
	struct lex last;
	struct statement statement;
	const char *start;
	const char *end;
	bool assembler;
	const char *declares_to;
};

static struct part_scan part_scan_of(const struct line *part)
{
	struct part_scan scan = {
		.before = LEX_PUNCT,
		.last = { .text = "" },
		.start = part->text,
		.end = part->text + part->size,
		.declares_to = part->text,
	};

	lex_init(&scan.lex, part->text, part->size);
	return scan;
}

/* ".macro NAME a, b" declares what stands in its line, ".set NAME, 4" the next word */
static void see_assembler(struct part_scan *scan)
{
	static const char *const defining[] = { "macro", "set", "equ", "equiv", NULL };
	const struct lex *lex = &scan->lex;
	const char *dot = scan->last.text, *line_end;

	if (scan->before != LEX_MEMBER || lex->text < scan->declares_to ||
	    !is_any_of(lex->text, lex->size, defining) ||
	    !(dot == scan->start || g_ascii_isspace(dot[-1])))
		return;
	line_end = memchr(lex->text, '\n', scan->end - lex->text);
	scan->declares_to = line_end ? line_end : scan->end;
}

/* "NAME:", "NAME = 4", "ENTRY(NAME)"; a line is a statement, and begins with what it does */
static bool is_declared_in_assembler(const struct part_scan *scan)
{
	struct lex next = scan->lex;

	if (scan->before == LEX_DEFINE ||
	    (*scan->last.text == '(' && lex_in_capitals(&scan->lex)))
		return true;
	return lex_next(&next) == LEX_PUNCT && (*next.text == ':' || *next.text == '=');
}

static bool declares_now(const struct part_scan *scan)
{
	const struct lex *lex = &scan->lex;

	if (lex->text < scan->declares_to)
		return true;
	return scan->assembler ? is_declared_in_assembler(scan) :
	       is_declared(lex, scan->before, &scan->last, &scan->statement) ||
	       is_listed(&scan->statement, &scan->last);
}

/* go on to the next name that is declared; false at the end */
static bool next_declared(struct part_scan *scan)
{
	const struct lex *lex = &scan->lex;
	enum lex_kind kind;
	bool met = false;

	while (!met && (kind = lex_next(&scan->lex)) != LEX_END) {
		met = kind == LEX_WORD && declares_now(scan);
		if (kind == LEX_WORD)
			see_assembler(scan);
		statement_step(&scan->statement, lex, kind, scan->before, &scan->last);
		scan->before = kind;
		scan->last = *lex;
	}
	return met;
}

static bool part_declares(const struct line *part, const struct lex *name)
{
	struct part_scan scan = part_scan_of(part);

	while (next_declared(&scan))
		if (lex_same(&scan.lex, name))
			return true;
	return false;
}

/* the definition with the next place that has the name, comments included; false for none */
static bool next_part(const char *text, gsize size, const char *from, const struct lex *name,
		      struct line *out)
{
	const char *end = text + size, *close;
	const char *at = size ? text_mention(from, end, text, size, name->text, name->size) : NULL;

	if (!at)
		return false;
	close = bytes_find(at, end - at, "\n}\n", 3);
	out->text = text + extract_start(text, at - text);
	out->size = (close ? close + 3 : end) - out->text;
	return true;
}

bool text_declares(const char *text, gsize size, const struct lex *name)
{
	struct line part = { text, 0 };

	while (next_part(text, size, part.text + part.size, name, &part))
		if (part_declares(&part, name))
			return true;
	return false;
}

/*
 * Of a suspect's texts many names are asked, and most of them of the lines that came: each part is
 * read once.  A part is told by where it is, and a name in it by both.
 */
static bool known_part_declares(struct bag *declared, const struct line *part, bool assembler,
				const struct lex *name)
{
	const guint64 place = lex_hash((const char *)part, sizeof(*part));
	struct part_scan scan = part_scan_of(part);

	scan.assembler = assembler;
	if (!declared->list)
		bag_init(declared);
	if (bag_add(declared, place))
		while (next_declared(&scan))
			bag_add(declared, place ^ lex_hash(scan.lex.text, scan.lex.size));
	return bag_has(declared, place ^ lex_hash(name->text, name->size));
}

bool text_declares_known(struct bag *known, const char *text, gsize size, bool assembler,
			 const struct lex *name)
{
	struct line part = { text, 0 };

	while (next_part(text, size, part.text + part.size, name, &part))
		if (known_part_declares(known, &part, assembler, name))
			return true;
	return false;
}

/* of "struct name;" */
static bool is_of_tag(const char *text, const char *at)
{
	const struct line word = text_word_before(text, at);
	struct lex lex;

	lex_init(&lex, word.text, word.size);
	return lex_next(&lex) == LEX_WORD && lex_is_tag(&lex);
}

/* is the name at @at declared by a line at the margin, for all: "type *name;" "type (*name)("? */
static bool is_at_margin(const char *text, gsize size, const char *at)
{
	const char *from = text_line_start(text, at), *before = text_skip_back(text, at);
	struct lex next;
	int round = 0;

	if (from == at || !byte_is_word(*from) || g_ascii_isdigit(*from) || is_of_tag(text, at))
		return false;
	for (const char *c = from; c < at; c++) {
		if (strchr("{};=\"", *c))
			return false;
		round += (*c == '(') - (*c == ')');
	}
	lex_init(&next, at, text + size - at);
	lex_next(&next);
	if (lex_next(&next) != LEX_PUNCT)
		return false;
	return round == 1 ? *next.text == ')' && before - from > 1 && before[-1] == '*' &&
				    before[-2] == '(' :
			    !round && strchr("=;,[", *next.text);
}

const char *text_declared_at(const char *text, gsize size, const char *from,
			     const struct lex *name)
{
	const char *end = text + size, *at = from;

	for (; size && (at = text_mention(at, end, text, size, name->text, name->size)); at++)
		if (is_at_margin(text, size, at))
			return at;
	return NULL;
}

static bool is_behind_define(const char *text, const char *at)
{
	static const char define[] = "define";
	const gsize size = sizeof(define) - 1;

	while (at > text && (at[-1] == ' ' || at[-1] == '\t'))
		at--;
	return (gsize)(at - text) > size && !memcmp(at - size, define, size);
}

bool text_defines(const char *text, gsize size, const struct lex *name)
{
	const char *end = text + size, *at = text;

	for (; size && (at = bytes_find(at, end - at, name->text, name->size)); at++)
		if (is_behind_define(text, at) &&
		    (at + name->size == end || !byte_is_word(at[name->size])))
			return true;
	return false;
}

bool text_declares_for_all(const char *text, gsize size, const struct lex *name)
{
	return text_declared_at(text, size, text, name) ||
	       (size && text_defines(text, size, name));
}
