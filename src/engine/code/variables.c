// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/variables.h"

#include <string.h>

#include "base/strings.h"

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

		depth += lex_nesting(kind, lex);
		if (depth < 0 || (!depth && c && strchr(",;", c)))
			return;
	}
}

/* "long" and what a typedef makes are not known */
static guint bits_of(const char *type, gsize size)
{
	static const struct {
		const char *const words[10];
		guint bits;
	} widths[] = {
		{ { "u8", "s8", "uint8_t", "int8_t", "char", NULL }, 8 },
		{ { "u16", "s16", "uint16_t", "int16_t", "short", NULL }, 16 },
		{ { "u32", "s32", "uint32_t", "int32_t", "int", "unsigned", NULL }, 32 },
		{ { "u64", "s64", "uint64_t", "int64_t", NULL }, 64 },
	};
	enum lex_kind token;
	struct lex lex;
	guint bits = 0;

	lex_init(&lex, type, size);
	while ((token = lex_next(&lex)) != LEX_END) {
		if (token == LEX_WORD && lex_is(&lex, "long"))
			return 0;
		for (guint i = 0; token == LEX_WORD && i < G_N_ELEMENTS(widths); i++)
			if (is_any_of(lex.text, lex.size, widths[i].words) &&
			    (!bits || widths[i].bits < bits))
				bits = widths[i].bits;
	}
	return bits;
}

/* what stands in brackets, the first of which was just read */
static struct line read_dimension(struct lex lex)
{
	const char *from = lex.text + 1;

	while (lex_next(&lex) != LEX_END)
		if (*lex.text == ']')
			return (struct line){ from, lex.text - from };
	return (struct line){ from, 0 };
}

/* behind '=', which was just read: "get(d)", and not "0", "-1", "NULL" or "LIMIT" */
static bool is_computed(struct lex lex)
{
	static const char *const constants[] = { "false", "true", NULL };

	return lex_next(&lex) == LEX_WORD && !is_macro_name(&lex) &&
	       !is_any_of(lex.text, lex.size, constants);
}

/* @type: up to the first name that is declared, or a star */
static void declare(struct declarations *all, int depth, const struct line *type, bool pointer,
		    const struct lex *name)
{
	struct lex behind = *name;
	bool punct = lex_next(&behind) == LEX_PUNCT;
	bool array = punct && *behind.text == '[';
	bool whole = !pointer && !(punct && *behind.text == ':');

	if (lex_same(name, all->name))
		all->of[depth] = (struct variable){
			.kind = pointer || array ? VALUE_POINTER :
						   value_kind_of(type->text, type->size),
			.bits = whole ? bits_of(type->text, type->size) : 0,
			.array = array && depth,
			.dimension = array ? read_dimension(behind) : (struct line){ NULL },
			.parameter = !depth,
			.computed = punct && *behind.text == '=' && is_computed(behind),
			.behind = name->text + name->size,
		};
}

/* of one statement, which begins at @lex */
static void read_declaration(struct declarations *all, int depth, struct lex lex)
{
	const char *start = lex.text, *star;
	enum lex_kind kind = LEX_WORD;
	struct line type;
	struct lex next;

	if (!read_type(&lex, &kind))
		return;
	next = lex;
	if (lex_next(&next) != LEX_PUNCT || !strchr("=;,[:", *next.text))
		return;
	star = memchr(start, '*', lex.text - start);
	type = (struct line){ start, (star ?: lex.text) - start };
	declare(all, depth, &type, star, &lex);
	for (skip_value(&lex); *lex.text == ','; skip_value(&lex)) {
		const char *comma = lex.text;

		while ((kind = lex_next(&lex)) == LEX_PUNCT && *lex.text == '*')
			;
		if (kind != LEX_WORD)
			return;
		star = memchr(comma, '*', lex.text - comma);
		declare(all, depth, &type, star, &lex);
	}
}

/* "struct dev *d, int v[]" */
static void read_parameters(struct declarations *all, const struct line *text)
{
	const char *start = text->text;
	struct lex lex, name = { .size = 0 };
	enum lex_kind kind;
	int depth = 0;

	lex_init(&lex, text->text, text->size);
	do {
		kind = lex_next(&lex);
		if (kind == LEX_END || (!depth && kind == LEX_PUNCT && *lex.text == ',')) {
			const struct line type = { start, name.size ? name.text - start : 0 };

			if (name.size)
				declare(all, 0, &type, memchr(start, '*', type.size), &name);
			start = kind == LEX_END ? start : lex.text + 1;
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
		out->depth = depth;
		found = true;
	}
	return found;
}

bool member_seen(const struct line *body, const struct lex *name, struct variable *out)
{
	struct declarations all = { .name = name };
	const char *end = body->text + body->size;

	/* a brace in front, as a function has one */
	read_body(&all, &(struct line){ body->text - 1, body->size + 1 }, end);
	*out = all.of[1];
	return out->behind;
}
