// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/structures.h"

#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/text.h"

/* declarations of one name that are in sight at once, each in a block of the other */
#define BLOCKS_MAX 32

/* words that stand in front of a type or behind it */
static bool is_qualifier(const struct lex *lex)
{
	static const char *const words[] = { "const", "volatile", "restrict", "static", "register",
					     "extern", "inline", NULL };

	return is_any_of(lex->text, lex->size, words) ||
	       (lex->size > 2 && lex->text[0] == '_' && lex->text[1] == '_');
}

static bool is_structure(const struct lex *lex)
{
	return lex_is(lex, "struct") || lex_is(lex, "union");
}

/**
 * struct declaration - how far a scan is in what may be one
 * @type: read so far
 * @words: how many words, a tag's "struct" not among them
 * @tag: "struct" was the last
 * @open: nothing else has been met
 */
struct declaration {
	struct type_name type;
	guint words;
	bool tag;
	bool open;
};

static void declaration_step(struct declaration *declaration, const struct lex *lex,
			     enum lex_kind kind, bool starts)
{
	if (starts) {
		*declaration = (struct declaration){ .open = true };
	} else if (kind == LEX_WORD && !is_qualifier(lex)) {
		bool tag = is_structure(lex);

		declaration->open &= tag || !lex_keyword(lex->text, lex->size);
		declaration->type = (struct type_name){ .name = *lex, .tag = declaration->tag };
		declaration->words += !tag;
		declaration->tag = tag;
	} else if (kind == LEX_PUNCT && *lex->text == '*') {
		declaration->type.stars++;
	} else if (kind != LEX_WORD) {
		declaration->open = false;
	}
}

static bool is_array(struct lex name)
{
	return lex_next(&name) == LEX_PUNCT && *name.text == '[';
}

/* a declaration in a block that has ended is none, and what it hid is in sight again */
struct sight {
	int depth;
	struct type_name type;
};

bool type_of_variable(const struct extract *function, const char *at, const struct lex *name,
		      struct type_name *out)
{
	struct declaration declaration = { .open = true };
	struct sight seen[BLOCKS_MAX];
	int depth = 0;
	guint count = 0;
	enum lex_kind kind;
	struct lex lex;

	lex_init(&lex, function->text, at - function->text);
	while ((kind = lex_next(&lex)) != LEX_END) {
		char c = kind == LEX_PUNCT ? *lex.text : '\0';

		depth += (c == '{') - (c == '}');
		if (kind == LEX_WORD && lex_same(&lex, name) && declaration.open &&
		    declaration.words == 1 && count < BLOCKS_MAX) {
			declaration.type.array = is_array(lex);
			seen[count++] = (struct sight){ depth, declaration.type };
		}
		while (c == '}' && count && seen[count - 1].depth > depth)
			count--;
		/* in its body, what follows a ',' or '(' may be a product */
		declaration_step(&declaration, &lex, kind,
				 c && strchr(depth ? ";{}" : "(,;{}", c));
	}
	if (count)
		*out = seen[count - 1].type;
	return count;
}

/**
 * struct statement - a member's declaration, as far as it has been read
 * @first: its first word
 * @words, @others: how many tokens of these kinds
 */
struct statement {
	struct lex first;
	guint words;
	guint others;
};

/* "NAME;" "struct name;" */
static bool is_bare(const struct statement *statement)
{
	return !statement->others &&
	       (statement->words == 1 ||
		(statement->words == 2 && is_structure(&statement->first)));
}

static bool ends_in_parentheses(struct lex lex)
{
	lex_close(&lex);
	return lex_next(&lex) == LEX_PUNCT && *lex.text == ';';
}

static void statement_step(struct statement *statement, const struct lex *lex, enum lex_kind kind)
{
	if (kind == LEX_PUNCT && strchr(";{}", *lex->text)) {
		/* behind '}' a name may stand alone */
		*statement = (struct statement){ .others = *lex->text == '}' };
		return;
	}
	if (!statement->words)
		statement->first = *lex;
	statement->words += kind == LEX_WORD;
	statement->others += kind != LEX_WORD;
}

/* "DECLARE_THING(name, 4)": what such a macro declares has one of these words in its name */
static bool may_make(const struct lex *macro, struct lex lex, const struct lex *member)
{
	static const char declare[] = "DECLARE_";
	bool names = false;
	enum lex_kind kind;

	if (macro->size < sizeof(declare) || memcmp(macro->text, declare, sizeof(declare) - 1))
		return true;
	while ((kind = lex_next(&lex)) == LEX_WORD || !(kind == LEX_PUNCT && *lex.text == ';')) {
		if (kind == LEX_END)
			return true;
		names |= kind == LEX_WORD &&
			 bytes_find(member->text, member->size, lex.text, lex.size) != NULL;
	}
	return names;
}

/* does an #if begin in it and end behind it, or the other way round? it is one of several then */
static bool crosses_arms(const struct body *body)
{
	const char *at = body->from;
	int open = 0;

	while ((at = memchr(at, '#', body->to - at))) {
		bool starts = at[-1] == '\n';

		for (at++; at < body->to && (*at == ' ' || *at == '\t'); at++)
			;
		if (!starts)
			continue;
		open += body->to - at >= 2 && !memcmp(at, "if", 2);
		open -= body->to - at >= 5 && !memcmp(at, "endif", 5);
	}
	return open != 0;
}

static bool body_hides(const struct body *body, const struct lex *member)
{
	struct statement statement = { .words = 0 };
	enum lex_kind kind;
	struct lex lex;

	if (crosses_arms(body))
		return true;
	lex_init(&lex, body->from, body->to - body->from);
	while ((kind = lex_next(&lex)) != LEX_END) {
		char c = kind == LEX_PUNCT ? *lex.text : '\0';

		if (kind == LEX_HEADER || (c == ';' && is_bare(&statement)) ||
		    (c == '(' && statement.words == 1 && !statement.others &&
		     ends_in_parentheses(lex) && may_make(&statement.first, lex, member)))
			return true;
		if (!lex.directive)
			statement_step(&statement, &lex, kind);
	}
	/* a macro may bring its ';' along */
	return is_bare(&statement);
}

/* a comment may say it of another one: "char x86; (CPU family)" */
static bool names_member(const struct body *body, const struct lex *member)
{
	enum lex_kind kind;
	struct lex lex;

	lex_init(&lex, body->from, body->to - body->from);
	while ((kind = lex_next(&lex)) != LEX_END)
		if (kind == LEX_WORD && lex_same(&lex, member))
			return true;
	return false;
}

bool body_may_have(const struct body *body, const struct lex *member)
{
	return body_hides(body, member) || names_member(body, member);
}

/* "typedef struct tag name;", the name at @at */
static bool read_typedef(const char *line, const char *at, struct type_name *out)
{
	struct lex lex, tag;

	lex_init(&lex, line, at - line);
	if (lex_next(&lex) != LEX_WORD || !lex_is(&lex, "typedef") ||
	    lex_next(&lex) != LEX_WORD || !is_structure(&lex) ||
	    lex_next(&lex) != LEX_WORD)
		return false;
	tag = lex;
	if (lex_next(&lex) != LEX_END)
		return false;
	*out = (struct type_name){ tag, true };
	return true;
}

/* where a text says what a typedef is: the body itself, or a tag, which @type gets */
static bool find_typedef(const char *text, gsize size, struct type_name *type, struct body *out)
{
	const struct lex name = type->name;
	const char *end = text + size, *at = text;

	for (; size && (at = bytes_find(at, end - at, name.text, name.size)); at++) {
		const char *line = text_line_start(text, at);

		if (at == line || byte_is_word(at[-1]) || at + name.size == end ||
		    at[name.size] != ';')
			continue;
		if (*line == '}')
			return body_around(text, size, line, out);
		if (read_typedef(line, at, type))
			return false;
	}
	return false;
}

bool structure_find(const char *text, gsize size, struct type_name *type, struct body *out)
{
	struct body like = { 0 };

	if (!type->tag && find_typedef(text, size, type, out))
		return true;
	if (!type->tag)
		return false;
	like.name = type->name.text;
	like.name_size = type->name.size;
	return body_named(text, size, &like, out) && !out->is_enum;
}

struct lex member_declared(const struct line *line)
{
	const struct line text = text_trim(line);
	const struct lex none = { .size = 0 };
	enum lex_kind kind, before = LEX_END;
	struct lex lex, name = none;

	if (!text.size || text.text[text.size - 1] != ';')
		return none;
	lex_init(&lex, text.text, text.size);
	for (; (kind = lex_next(&lex)) == LEX_WORD || (kind == LEX_PUNCT && *lex.text == '*');
	     before = kind)
		if (kind == LEX_WORD)
			name = lex;
	return before == LEX_WORD && kind == LEX_PUNCT && strchr(";[:", *lex.text) ? name : none;
}
