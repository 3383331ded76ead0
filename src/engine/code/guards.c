// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/guards.h"

#include <string.h>

#include "base/bytefind.h"

const char *guard_macro(const struct lex *word)
{
	static const char *const words[] = { "guard", "scoped_guard", "scoped_cond_guard", "CLASS",
					     "scoped_class", "ACQUIRE", "__free" };

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (lex_is(word, words[i]))
			return words[i];
	return NULL;
}

/* behind "DEFINE_GUARD(": "name", or "na, me" */
static bool is_class(struct lex lex, const char *name)
{
	gsize size = strlen(name), first = lex.size;

	if (lex_is(&lex, name))
		return true;
	return first < size && !memcmp(lex.text, name, first) && lex_next(&lex) == LEX_PUNCT &&
	       *lex.text == ',' && lex_next(&lex) == LEX_WORD && lex_is(&lex, name + first);
}

/* "DEFINE_GUARD(name, ", "EXTEND_CLASS(name, ", "DEFINE_GUARD_COND(na, me)" */
static bool is_class_in(const struct extract *text, const char *macro, const char *name)
{
	const char *at = text->text, *end = at + text->size;
	struct lex lex;

	while (text->size && (at = bytes_find(at, end - at, macro, strlen(macro)))) {
		lex_init(&lex, at, end - at);
		at++;
		if (lex_next(&lex) == LEX_WORD && lex_next(&lex) == LEX_PUNCT &&
		    *lex.text == '(' && lex_next(&lex) == LEX_WORD && is_class(lex, name))
			return true;
	}
	return false;
}

bool guard_defined(const struct extract *text, const char *name)
{
	return is_class_in(text, "DEFINE_", name) || is_class_in(text, "EXTEND_", name);
}
