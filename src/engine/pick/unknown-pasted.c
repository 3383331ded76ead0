// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names that macros make, or make others of: "static DEVICE_ATTR_RO(state);"
 * declares dev_attr_state, and needs a state_show.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/heads.h"
#include "engine/pick/unknownparts.h"

/* an argument that is shorter says nothing */
#define ARGUMENT_MIN 3

/* "state" of "state_show" and "dev_attr_state" */
static bool is_part(const struct lex *part, const struct lex *whole)
{
	return part->size < whole->size &&
	       name_has_part(whole->text, whole->size, part->text, part->size);
}

/**
 * struct paste - a name, and what the lines that came tell of it
 * @name: that is looked for
 * @made: it may be made of a macro's argument, outside of functions
 * @given: it is an argument of a macro
 * @longer: there is another name that has it as a part
 * @braces, @round: open ones
 * @macro: where the argument list of one opened, as @round; 0 for none
 */
struct paste {
	const struct lex *name;
	bool made, given, longer;
	int braces, round, macro;
};

static void paste_word(struct paste *paste, const struct lex *lex, const struct lex *last)
{
	bool argument = paste->macro && paste->round == paste->macro &&
			(*last->text == '(' || *last->text == ',');

	paste->given |= argument && lex_same(lex, paste->name);
	paste->longer |= is_part(paste->name, lex);
	paste->made |= argument && !paste->braces && lex->size >= ARGUMENT_MIN &&
		       is_part(lex, paste->name);
}

static void paste_punct(struct paste *paste, char c, const struct lex *last)
{
	paste->braces += (c == '{') - (c == '}');
	paste->round += (c == '(') - (c == ')');
	if (c == '(' && !paste->macro && is_macro_name(last))
		paste->macro = paste->round;
	else if (paste->round < paste->macro)
		paste->macro = 0;
}

bool name_is_pasted(const struct extract *part, const struct lex *name)
{
	struct paste paste = { .name = name };
	struct lex lex, last = { .text = "" };
	enum lex_kind kind;

	for (extract_lex(part, &lex); (kind = lex_next(&lex)) != LEX_END; last = lex) {
		if (kind == LEX_WORD && !lex.directive && extract_holds(part, &lex))
			paste_word(&paste, &lex, &last);
		else if (kind == LEX_PUNCT && !lex.directive)
			paste_punct(&paste, *lex.text, &last);
	}
	return paste.made || (paste.given && paste.longer);
}
