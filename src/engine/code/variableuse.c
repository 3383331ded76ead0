// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/variableuse.h"

#include <string.h>

#include "base/strings.h"

bool variable_is_set(const struct lex *next)
{
	struct lex lex = *next;

	if (*lex.text && strchr("+-*/%&|^", *lex.text))
		lex_next(&lex);
	return *lex.text == '=' && (lex_next(&lex) != LEX_PUNCT || *lex.text != '=');
}

/* "< 0" */
static bool is_below_zero(const struct lex *next)
{
	struct lex lex = *next;

	return *lex.text == '<' && lex_next(&lex) == LEX_NUMBER && lex_is(&lex, "0");
}

/* "sizeof(NAME)" and the like */
static bool is_measured(const struct lex *call, const struct lex *before, const struct lex *next)
{
	static const char *const words[] = { "sizeof", "ARRAY_SIZE", NULL };

	return *before->text == '(' && *next->text == ')' &&
	       is_any_of(call->text, call->size, words);
}

/* "+= x", and "= x" with what is more than a number */
static bool is_counted(const struct lex *next)
{
	struct lex lex = *next;
	enum lex_kind kind;

	if (!variable_is_set(next))
		return false;
	if (*next->text != '=')
		return strchr("+-*", *next->text);
	kind = lex_next(&lex);
	return kind == LEX_WORD && !is_macro_name(&lex) && !lex_keyword(lex.text, lex.size);
}

/* "(&x,"; a line that begins with it goes on with what the one above gives */
static bool is_given(const struct lex *call, const struct lex *before, const struct lex *next)
{
	return *before->text == '&' && before->size == 1 && *call->text &&
	       strchr("(,;", *call->text) && *next->text && strchr("),", *next->text);
}

struct variable_use variable_use_of(const struct lex *call, const struct lex *before,
				    const struct lex *next)
{
	return (struct variable_use){
		.below_zero = is_below_zero(next),
		.measured = is_measured(call, before, next),
		.counted = is_counted(next),
		.indexed = *next->text == '[',
		.given = is_given(call, before, next),
	};
}

/* 0 for what is no plain number */
static guint64 number_in(const struct line *text)
{
	g_autofree char *digits = text->size ? g_strndup(text->text, text->size) : NULL;
	guint64 number;

	return digits && g_ascii_string_to_unsigned(digits, 10, 1, G_MAXUINT, &number, NULL) ?
		       number : 0;
}

static char *tell_dimension(const struct variable *here, const struct variable *there)
{
	const struct line *in_here = &here->dimension, *in_there = &there->dimension;
	guint64 count = number_in(in_here);

	if (!count || count >= number_in(in_there))
		return NULL;
	return g_strdup_printf("has %.*s elements here, and %.*s upstream", (int)in_here->size,
			       in_here->text, (int)in_there->size, in_there->text);
}

char *variables_tell(const struct variable *here, const struct variable *there,
		     const struct variable_use *use)
{
	if (use->below_zero && here->kind == VALUE_UNSIGNED && there->kind == VALUE_SIGNED)
		return g_strdup("is an unsigned number here, which is never below 0");
	if (use->measured && there->array && !here->array)
		return g_strdup("is an array upstream, and none here");
	if (here->bits && there->bits && !here->array && !there->array &&
	    ((use->counted && here->bits < there->bits) ||
	     (use->given && here->bits != there->bits)))
		return g_strdup_printf("has %u bits here, and %u upstream", here->bits,
				       there->bits);
	return use->indexed && here->array && there->array ? tell_dimension(here, there) : NULL;
}
