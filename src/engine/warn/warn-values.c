// SPDX-License-Identifier: GPL-2.0-only
/*
 * A macro or an enumerator that lines which came use, and that has another
 * value here than upstream: a bit and not its number, seconds and not
 * milliseconds, a level above and not below another.  What only stands for
 * itself may have any value.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/fields.h"
#include "engine/code/heads.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/warn/told.h"

/* bytes of what a macro stands for that are told */
#define TOLD_MAX 40

/* a macro that stands for more is an implementation: how it differs tells nothing of its use */
#define VALUE_MAX 80

/**
 * enum use - what is done with a name
 * @USE_NAMED: anything
 * @USE_BITS: its bits are set or asked for
 * @USE_SIZE: it is a number to reckon with
 * @USE_ORDER: and it is asked what is above it or below
 */
enum use {
	USE_NAMED,
	USE_BITS,
	USE_SIZE,
	USE_ORDER,
};

static gsize number_size(const struct lex *number)
{
	gsize size = number->size;

	while (size > 1 && strchr("uUlL", number->text[size - 1]))
		size--;
	return size;
}

static bool is_paren(enum lex_kind kind, const struct lex *lex)
{
	return kind == LEX_PUNCT && (*lex->text == '(' || *lex->text == ')');
}

static enum lex_kind next_of_value(struct lex *lex)
{
	enum lex_kind kind;

	do {
		kind = lex_next(lex);
	} while (is_paren(kind, lex));
	return kind;
}

/* the place of a word among the parameters of a macro, "(a, b) …"; -1 for none of them */
static int parameter_of(const struct line *macro, const struct lex *word)
{
	enum lex_kind kind;
	struct lex lex;
	int place = 0;

	if (!macro->size || *macro->text != '(')
		return -1;
	lex_init(&lex, macro->text, macro->size);
	while ((kind = lex_next(&lex)) != LEX_END && !lex_is(&lex, ")")) {
		if (lex_same(&lex, word))
			return place;
		place += kind == LEX_WORD;
	}
	return -1;
}

/* one that is no parameter is itself */
static bool same_word(const struct line *a, const struct lex *of_a, const struct line *b,
		      const struct lex *of_b)
{
	int place = parameter_of(a, of_a);

	return place == parameter_of(b, of_b) && (place >= 0 || lex_same(of_a, of_b));
}

/*
 * but for parentheses, names of parameters, and how wide a number is; @alike: any number is as
 * good as another
 */
static bool same_tokens(const struct line *a, const struct line *b, bool alike)
{
	struct lex lex_a, lex_b;
	enum lex_kind kind;

	lex_init(&lex_a, a->text, a->size);
	lex_init(&lex_b, b->text, b->size);
	do {
		kind = next_of_value(&lex_a);
		if (next_of_value(&lex_b) != kind)
			return false;
		if (kind == LEX_NUMBER) {
			lex_a.size = number_size(&lex_a);
			lex_b.size = number_size(&lex_b);
		}
		if (kind == LEX_WORD ? !same_word(a, &lex_a, b, &lex_b) :
				       kind != LEX_END && !(alike && kind == LEX_NUMBER) &&
				       !lex_same(&lex_a, &lex_b))
			return false;
	} while (kind != LEX_END);
	return true;
}

/* the same but for which parameter goes where */
static bool same_but_places(const struct line *a, const struct line *b)
{
	struct lex lex_a, lex_b;
	enum lex_kind kind;

	lex_init(&lex_a, a->text, a->size);
	lex_init(&lex_b, b->text, b->size);
	while ((kind = next_of_value(&lex_a)) == next_of_value(&lex_b) && kind != LEX_END)
		if (!lex_same(&lex_a, &lex_b) &&
		    (parameter_of(a, &lex_a) < 0 || parameter_of(b, &lex_b) < 0))
			return false;
	return kind == LEX_END;
}

/* "(a, b) a + b" of "#define ADD(a, b) a + b" */
static bool has_parameters(const struct line *macro)
{
	return macro->size && *macro->text == '(';
}

/**
 * struct constant - a number that a macro stands for
 * @value: 8 for "0x8", "(1 << 3)" and "BIT(3)"
 * @bit: it is told by the number of a bit
 */
struct constant {
	guint64 value;
	bool bit;
};

static bool take_number(struct lex *lex, guint64 *out)
{
	g_autofree char *digits = NULL;
	char *end;

	if (next_of_value(lex) != LEX_NUMBER)
		return false;
	digits = g_strndup(lex->text, number_size(lex));
	*out = g_ascii_strtoull(digits, &end, 0);
	return !*end && *out < G_MAXUINT64;
}

static bool take_shift(struct lex *lex)
{
	return next_of_value(lex) == LEX_PUNCT && lex_is(lex, "<") &&
	       next_of_value(lex) == LEX_PUNCT && lex_is(lex, "<");
}

/* false for what is anything else, or unclear */
static bool read_constant(const struct line *text, struct constant *out)
{
	static const char *const bits[] = { "BIT", "BIT_ULL", "_BITUL", "_BITULL", NULL };
	guint64 shift = 0;
	struct lex lex, next;

	lex_init(&lex, text->text, text->size);
	next = lex;
	out->value = 1;
	out->bit = next_of_value(&next) == LEX_WORD && is_any_of(next.text, next.size, bits);
	if (out->bit) {
		lex = next;
	} else {
		if (!take_number(&lex, &out->value))
			return false;
		next = lex;
		out->bit = take_shift(&next);
		lex = out->bit ? next : lex;
	}
	if ((out->bit && !take_number(&lex, &shift)) || shift > 63 ||
	    next_of_value(&lex) != LEX_END)
		return false;
	out->value <<= shift;
	return true;
}

static bool same_value(const struct line *a, const struct line *b, bool alike)
{
	struct constant x, y;

	if (!read_constant(a, &x) || !read_constant(b, &y))
		return same_tokens(a, b, alike);
	return x.value == y.value || (alike && x.bit == y.bit);
}

static struct line trim_value(const struct line *value)
{
	const char *comment = bytes_find(value->text, value->size, "/*", 2);
	struct line text = { value->text, comment ? (size_t)(comment - value->text) : value->size };

	text = text_trim(&text);
	text.size = MIN(text.size, TOLD_MAX);
	return text;
}

static bool read_macro(const struct extract *text, const struct lex *name, void *out)
{
	return macro_find(text->text, text->size, name, out);
}

/*
 * A bit may have another number in each tree, as long as it is a bit in both; a macro with
 * parameters is like a function, which may do the same in another way.
 */
static bool is_other(const struct told *told, const struct line *here, const struct line *there,
		     enum use use)
{
	if ((has_parameters(here) || has_parameters(there)) && !same_but_places(here, there))
		return false;
	return MAX(here->size, there->size) <= VALUE_MAX &&
	       !same_value(here, there, told->where && use == USE_BITS);
}

/* false where the text has no such macro */
static bool check_macro(struct suspect *suspect, const struct lex *name, enum use use)
{
	struct line here = { NULL }, there = { NULL };
	g_autofree char *where = NULL, *warning = NULL;
	struct told told = {
		.read = read_macro,
		.here = &here,
		.there = &there,
		.in_headers = use != USE_NAMED && told_new(suspect, name),
	};

	if (!told_find(suspect, name, &told))
		return false;
	if (!is_other(&told, &here, &there, use))
		return true;
	here = trim_value(&here);
	there = trim_value(&there);
	where = told_where(&told);
	warning = g_strdup_printf("'%.*s' is '%.*s' here, and '%.*s' upstream%s", (int)name->size,
				  name->text, (int)here.size, here.text, (int)there.size,
				  there.text, where);
	add_string_once(suspect->warnings, warning);
	return true;
}

/* the enumerators of an enum without values, the name among them */
static bool read_enum(const struct extract *text, const struct lex *name, void *out)
{
	const char *end = text->text + text->size;
	GArray **fields = out;
	struct body body;

	for (const char *at = text->text;
	     (at = text_mention(at, end, text->text, text->size, name->text, name->size)); at++) {
		if (!body_around(text->text, text->size, at, &body) || !body.is_enum ||
		    at > body.to || memchr(body.from, '=', body.to - body.from))
			continue;
		g_clear_pointer(fields, g_array_unref);
		*fields = fields_of(&body);
		if (fields_place(*fields, name->text, name->size) >= 0)
			return true;
	}
	return false;
}

/* another one that is above it on one side, and below on the other */
static const struct field *find_crossed(const GArray *here, const GArray *there,
					const struct lex *name, bool *above)
{
	int at_here = fields_place(here, name->text, name->size);
	int at_there = fields_place(there, name->text, name->size);

	for (guint i = 0; i < here->len; i++) {
		const struct field *field = &g_array_index(here, struct field, i);
		int at = fields_place(there, field->path, strlen(field->path));

		*above = (int)i > at_here;
		if (at >= 0 && *above != (at > at_there) && at != at_there)
			return field;
	}
	return NULL;
}

static void check_order(struct suspect *suspect, const struct lex *name)
{
	g_autoptr(GArray) here = NULL, there = NULL;
	g_autofree char *where = NULL;
	const struct field *crossed;
	struct told told = {
		.read = read_enum,
		.here = &here,
		.there = &there,
		.in_headers = told_new(suspect, name),
	};
	bool above;

	if (!told_find(suspect, name, &told))
		return;
	crossed = find_crossed(here, there, name, &above);
	where = told_where(&told);
	if (crossed)
		add_stringf(suspect->warnings, "'%s' is %s '%.*s' here, and %s upstream%s",
			    crossed->path, above ? "above" : "below", (int)name->size, name->text,
			    above ? "below" : "above", where);
}

static bool is_one_of(const struct lex *lex, const char *characters)
{
	return lex->size == 1 && strchr(characters, *lex->text);
}

static bool is_shift(const struct lex *a, const struct lex *b)
{
	return is_one_of(a, "<>") && is_one_of(b, "<>");
}

/* @before: the two tokens in front of the name */
static enum use use_of(const struct lex *before, const struct lex *name)
{
	struct lex behind[2] = { *name };

	if (lex_next(&behind[0]) == LEX_END)
		return USE_NAMED;
	behind[1] = behind[0];
	if (lex_next(&behind[1]) == LEX_END)
		behind[1].size = 0;
	if (is_shift(&before[0], &before[1]) || is_shift(&behind[0], &behind[1]) ||
	    is_one_of(&before[1], "&|~") || is_one_of(&behind[0], "&|~"))
		return USE_BITS;
	/* ">=", too */
	if (is_one_of(&before[is_one_of(&before[1], "=") ? 0 : 1], "<>") ||
	    is_one_of(&behind[0], "<>"))
		return USE_ORDER;
	if (is_one_of(&before[1], "+-*/%[") || is_one_of(&behind[0], "+-*/%]"))
		return USE_SIZE;
	return USE_NAMED;
}

/* "a.NAME", "a->NAME" */
static bool is_member_behind(const struct lex *before)
{
	return is_one_of(before, ".") || (before->size == 2 && *before->text == '-');
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	struct lex lex, before[2] = { { .size = 0 }, { .size = 0 } };
	enum lex_kind kind;

	lex_init(&lex, added->text, added->size);
	for (; (kind = lex_next(&lex)) != LEX_END; before[0] = before[1], before[1] = lex) {
		enum use use;

		if (kind != LEX_WORD || lex.directive || is_member_behind(&before[1]) ||
		    !is_macro_name(&lex) || lex_keyword(lex.text, lex.size) ||
		    lex_standard(lex.text, lex.size))
			continue;
		use = use_of(before, &lex);
		if (seen->list->len < SEARCHES_MAX &&
		    bag_add(seen, lex_hash_tagged(lex.text, lex.size, use)) &&
		    !check_macro(suspect, &lex, use) && use == USE_ORDER)
			check_order(suspect, &lex);
	}
}

void suspect_values(struct suspect *suspect)
{
	suspect_each_added(suspect, look_at);
}
