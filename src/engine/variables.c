// SPDX-License-Identifier: GPL-2.0-only
#include "engine/variables.h"

#include <string.h>

/* blocks nest no deeper: what is further inside is not told apart */
#define DEPTH_MAX 16

/**
 * struct declarations - of one name, by the depth of the block they are in; 0 for parameters
 * @name: that is looked for
 * @of: each; @behind is NULL where there is none
 */
struct declarations {
	const struct lex *name;
	struct variable of[DEPTH_MAX];
};

/* "int" of "int *a, b[2] = { 0 };": the words and stars in front of a name */
static bool read_type(struct lex *lex, enum lex_kind *kind)
{
	guint words = 0;
	struct lex next = *lex;

	if (*kind != LEX_WORD || lex_command(lex->text, lex->size))
		return false;
	/* the last word is the name */
	while (*kind == LEX_WORD || (*kind == LEX_PUNCT && *lex->text == '*')) {
		words += *kind == LEX_WORD;
		next = *lex;
		*kind = lex_next(&next);
		if (*kind != LEX_WORD && !(*kind == LEX_PUNCT && *next.text == '*'))
			break;
		*lex = next;
	}
	return words > 1;
}

/* to the ',' or ';' that ends a declarator; the token is it then */
static void skip_value(struct lex *lex)
{
	enum lex_kind kind;
	int depth = 0;

	while ((kind = lex_next(lex)) != LEX_END) {
		char c = kind == LEX_PUNCT ? *lex->text : '\0';

		depth += (c && strchr("([{", c)) - (c && strchr(")]}", c));
		if (depth < 0 || (!depth && c && strchr(",;", c)))
			return;
	}
}

static void declare(struct declarations *all, int depth, enum value_kind kind,
		    const struct lex *name)
{
	struct lex behind = *name;
	bool array = lex_next(&behind) == LEX_PUNCT && *behind.text == '[';

	if (lex_same(name, all->name))
		all->of[depth] = (struct variable){
			.kind = array ? VALUE_POINTER : kind,
			.array = array && depth,
			.parameter = !depth,
			.behind = name->text + name->size,
		};
}

/* of one statement, which begins at @lex */
static void read_declaration(struct declarations *all, int depth, struct lex lex)
{
	const char *type = lex.text, *star;
	enum lex_kind kind = LEX_WORD;
	enum value_kind value;
	struct lex next;

	if (!read_type(&lex, &kind))
		return;
	next = lex;
	if (lex_next(&next) != LEX_PUNCT || !strchr("=;,[", *next.text))
		return;
	star = memchr(type, '*', lex.text - type);
	value = value_kind_of(type, (star ?: lex.text) - type);
	declare(all, depth, star ? VALUE_POINTER : value, &lex);
	for (skip_value(&lex); *lex.text == ','; skip_value(&lex)) {
		const char *comma = lex.text;

		while ((kind = lex_next(&lex)) == LEX_PUNCT && *lex.text == '*')
			;
		if (kind != LEX_WORD)
			return;
		star = memchr(comma, '*', lex.text - comma);
		declare(all, depth, star ? VALUE_POINTER : value, &lex);
	}
}

/* "struct dev *d, int v[]" */
static void read_parameters(struct declarations *all, const struct line *text)
{
	const char *type = text->text;
	struct lex lex, name = { .size = 0 };
	enum lex_kind kind;
	int depth = 0;

	lex_init(&lex, text->text, text->size);
	do {
		kind = lex_next(&lex);
		if (kind == LEX_END || (!depth && kind == LEX_PUNCT && *lex.text == ',')) {
			if (name.size)
				declare(all, 0, value_kind_of(type, name.text - type), &name);
			type = kind == LEX_END ? type : lex.text + 1;
			name.size = 0;
		} else if (kind == LEX_PUNCT) {
			depth += (strchr("([", *lex.text) != NULL) -
				 (strchr(")]", *lex.text) != NULL);
		} else if (kind == LEX_WORD && !depth) {
			name = lex;
		}
	} while (kind != LEX_END);
}

static void read_body(struct declarations *all, const struct line *body, const char *at)
{
	bool starts = false;
	enum lex_kind kind;
	struct lex lex;
	int depth = 0;

	lex_init(&lex, body->text, body->size);
	while ((kind = lex_next(&lex)) != LEX_END && lex.text < at) {
		char c = kind == LEX_PUNCT ? *lex.text : '\0';

		if (kind == LEX_WORD && starts && !lex.directive && depth < DEPTH_MAX)
			read_declaration(all, depth, lex);
		if (c == '{') {
			depth++;
		} else if (c == '}' && depth > 1) {
			/* not below that: each arm of an #if may close what is opened once */
			if (depth < DEPTH_MAX)
				all->of[depth].behind = NULL;
			depth--;
		}
		starts = c == '{' || c == '}' || c == ';';
	}
}

bool variable_seen(const struct head *function, const char *at, const struct lex *name,
		   struct variable *out)
{
	struct declarations all = { .name = name };
	bool found = false;

	read_parameters(&all, &function->parameters);
	read_body(&all, &function->body, at);
	for (int depth = 0; depth < DEPTH_MAX; depth++) {
		const struct variable *variable = &all.of[depth];

		if (!variable->behind || variable->behind > at)
			continue;
		*out = *variable;
		out->hides = found;
		found = true;
	}
	return found;
}
