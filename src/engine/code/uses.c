// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/uses.h"

#include <string.h>

#include "engine/code/mention.h"

/* a name between two tokens; what stands behind a comma may be declared there */
static bool is_use(enum lex_kind before, const struct lex *last, const struct lex *next)
{
	if (*next->text == '(')
		return true;
	if (*last->text == ',')
		return strchr(")}", *next->text) != NULL;
	return (before == LEX_WORD || strchr("=({&?:", *last->text)) &&
	       strchr(",;)}:", *next->text);
}

/* in the braces of an enum names are declared as they are used elsewhere */
static bool is_in_enum(bool inside, enum lex_kind kind, const struct lex *lex, bool *tag)
{
	if (kind == LEX_WORD) {
		*tag = lex_is(lex, "enum") || (*tag && !lex_keyword(lex->text, lex->size));
		return inside;
	}
	inside = (inside || (*tag && *lex->text == '{')) && *lex->text != '}';
	*tag = false;
	return inside;
}

bool text_uses_function(const struct extract *text, const struct lex *name)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, next, last = { .text = ";" };
	bool used = false, inside = false, tag = false;

	if (!text_mentions(text->text, text->size, name->text, name->size))
		return false;
	for (lex_init(&lex, text->text, text->size); (kind = lex_next(&lex)) != LEX_END;
	     before = kind, last = lex) {
		inside = is_in_enum(inside, kind, &lex, &tag);
		if (kind != LEX_WORD || before == LEX_MEMBER || !lex_same(&lex, name))
			continue;
		/* also where a product is meant, which is no matter */
		if (inside || text_may_declare(before, &last))
			return false;
		next = lex;
		used |= !lex.directive && lex_next(&next) == LEX_PUNCT &&
			is_use(before, &last, &next);
	}
	return used;
}

bool text_calls(const struct extract *text, const struct lex *name)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex;

	if (!text_mentions(text->text, text->size, name->text, name->size))
		return false;
	for (lex_init(&lex, text->text, text->size); (kind = lex_next(&lex)) != LEX_END;
	     before = kind)
		if (kind == LEX_WORD && before != LEX_MEMBER && lex_same(&lex, name) &&
		    call_arguments(&lex) >= 0)
			return true;
	return false;
}

/* what begins a loop is a statement: "for (f();" */
bool text_uses_value(const struct extract *text, const struct lex *name)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, last = { .text = ";" };
	bool loop = false;

	if (!text_mentions(text->text, text->size, name->text, name->size))
		return false;
	for (lex_init(&lex, text->text, text->size); (kind = lex_next(&lex)) != LEX_END;
	     last = lex) {
		loop = kind == LEX_PUNCT ? lex_is(&last, "for") : loop && before == LEX_PUNCT;
		if (kind == LEX_WORD && !loop && lex_same(&lex, name) &&
		    call_arguments(&lex) >= 0 &&
		    (before == LEX_PUNCT ? strchr("=(!<>&|?,+-/%^~[", *last.text) != NULL :
					   lex_is(&last, "return")))
			return true;
		before = kind;
	}
	return false;
}
