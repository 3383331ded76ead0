// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/margin.h"

#include <string.h>

#include "base/bytefind.h"

/**
 * struct margin - where in a file a scan is
 * @braces, @round: open ones
 * @in_enum: the outermost brace is an enum's
 * @enum_next: it would be
 * @macro: the outermost parenthesis is that of "DEFINE_MUTEX(" or the like
 * @typed: a type is defined
 */
struct margin {
	int braces, round;
	bool in_enum, enum_next, macro, typed;
};

static bool makes_variable(const struct lex *macro)
{
	static const char *const parts[] = { "DEFINE", "DECLARE", "_HEAD", NULL };

	return bytes_have_any(macro->text, macro->size, parts);
}

static void margin_step(struct margin *margin, const struct lex *lex, const struct lex *last)
{
	switch (*lex->text) {
	case '{':
		if (!margin->braces++)
			margin->in_enum = margin->enum_next;
		break;
	case '}':
		margin->braces = lex->text[-1] == '\n' ? 0 : MAX(margin->braces - 1, 0);
		break;
	case '(':
		if (!margin->round++)
			margin->macro = makes_variable(last);
		margin->enum_next = false;
		break;
	case ')':
		margin->round = MAX(margin->round - 1, 0);
		break;
	case ';':
		margin->enum_next = margin->typed = false;
		break;
	}
}

/* "int name;", "int a, name[2]", "void name(": in front of the next token */
static bool is_at_margin(enum lex_kind before, const struct lex *last, struct lex name)
{
	enum lex_kind kind;

	if (before != LEX_WORD && !strchr("*,)}", *last->text))
		return false;
	kind = lex_next(&name);
	return kind == LEX_PUNCT ? strchr(";=[(,:", *name.text) != NULL :
				   kind == LEX_WORD && *name.text == '_';
}

/* a macro, an enumerator, or what stands outside of functions: a prototype's parameters are none */
static bool declares_shared(const struct margin *margin, enum lex_kind before,
			    const struct lex *last, const struct lex *name)
{
	if (before == LEX_DEFINE)
		return true;
	if (name->directive)
		return false;
	if (margin->braces)
		return margin->in_enum;
	/* "DEFINE_MUTEX(name)", "typedef int (name)(" */
	if (margin->round)
		return margin->round == 1 && before == LEX_PUNCT &&
		       (margin->macro || (margin->typed && *last->text == '('));
	return is_at_margin(before, last, *name);
}

bool text_shares(const struct extract *where, const char *name)
{
	struct margin margin = { 0 };
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, last = { .text = "" };

	lex_init(&lex, where->text, where->size);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind) {
		/* a macro's arguments, which need not close, begin nowhere at the margin */
		if (kind == LEX_WORD && !margin.braces && lex.text > where->text &&
		    lex.text[-1] == '\n')
			margin.round = 0;
		if (kind == LEX_WORD && lex_is(&lex, name) && !lex_is_tag(&last) &&
		    declares_shared(&margin, before, &last, &lex))
			return true;
		if (kind == LEX_WORD && !margin.braces && !margin.round && lex_is(&lex, "enum"))
			margin.enum_next = true;
		if (kind == LEX_WORD && !margin.braces && lex_is(&lex, "typedef"))
			margin.typed = true;
		if (kind == LEX_PUNCT && !lex.directive && lex.text > where->text)
			margin_step(&margin, &lex, &last);
		last = lex;
	}
	return false;
}
