// SPDX-License-Identifier: GPL-2.0-only
/*
 * A static variable or function whose declaration goes, as upstream uses it no
 * more, while this tree's file has uses of its own.  Nothing else can declare
 * it, so that no compiler takes the result.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/bag.h"
#include "engine/warn.h"

/* the end of a declaration is no further than that */
#define DECLARATION_MAX 2000

static bool is_used(const struct extract *where, const struct lex *name)
{
	const struct wanted_name wanted = { name->text, name->size, name_is_no_member,
					    (void *)where->text };

	return text_uses(where, &wanted);
}

static void check_gone(struct suspect *suspect, const struct lex *name)
{
	const struct extract *result = &suspect->result;

	if (text_declares(result->text, result->size, name) || !is_used(result, name) ||
	    is_used(&suspect->theirs, name))
		return;
	add_stringf(suspect->warnings, "'%.*s' is declared no more, and used here",
		    (int)name->size, name->text);
}

/* "static struct a *b, c[2] = { ... };" "static int d(int e)": the names in front of ; , = [ ( */
static void look_at_declaration(struct suspect *suspect, const char *at, const char *end,
				struct bag *seen)
{
	struct lex lex, name = { .size = 0 };
	enum lex_kind kind;
	bool function = false;

	lex_init(&lex, at, MIN(end - at, DECLARATION_MAX));
	while (!function && (kind = lex_next(&lex)) != LEX_END) {
		char c = kind == LEX_PUNCT ? *lex.text : '\0';

		if (c && name.size && strchr(";,=[(", c) &&
		    !lex_keyword(name.text, name.size) &&
		    bag_add(seen, lex_hash(name.text, name.size)))
			check_gone(suspect, &name);
		function = c == '(' || c == ';' || c == '{' || c == '}' || c == '=';
		name = kind == LEX_WORD ? lex : (struct lex){ .size = 0 };
	}
}

static void look_at(struct suspect *suspect, const char *from, const char *to, struct bag *seen)
{
	static const char word[] = "static";
	const char *end = suspect->ours.text + suspect->ours.size, *newline;

	for (const char *at = from; at < to; at = newline + 1) {
		newline = memchr(at, '\n', to - at);
		if (!newline)
			newline = to - 1;
		if ((gsize)(newline - at) > sizeof(word) && !memcmp(at, word, sizeof(word) - 1) &&
		    g_ascii_isspace(at[sizeof(word) - 1]))
			look_at_declaration(suspect, at, end, seen);
	}
}

void suspect_gone(struct suspect *suspect)
{
	const struct part_changes *here;
	struct bag seen;

	if (!suspect->input->ours || suspect_is_plain(suspect))
		return;
	here = suspect_here(suspect);
	bag_init(&seen);
	for (guint i = 0; i < here->changes->len; i++) {
		const struct change *change = &g_array_index(here->changes, struct change, i);
		size_t end = change->old_at + change->old_count;

		if (change->old_count)
			look_at(suspect, extract_line(&suspect->ours, here->old, change->old_at),
				extract_line(&suspect->ours, here->old, end), &seen);
	}
	bag_clear(&seen);
}
