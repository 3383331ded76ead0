// SPDX-License-Identifier: GPL-2.0-only
/*
 * A static variable or function whose declaration goes, as upstream uses it no
 * more, while this tree's file has uses of its own.  Nothing else can declare
 * it, so that no compiler takes the result.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/declares.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/names/includes.h"
#include "engine/warn/suspect.h"

/* the end of a declaration is no further than that */
#define DECLARATION_MAX 2000

static bool is_used(const struct extract *where, const struct lex *name)
{
	const struct wanted_name wanted = { name->text, name->size, name_is_no_member,
					    (void *)where->text };

	return text_uses(where, &wanted);
}

/* upstream's file goes on using it, by a declaration of a kind that is not understood */
static bool is_understood(const struct extract *theirs, const struct lex *name)
{
	return !is_used(theirs, name) || text_declares(theirs->text, theirs->size, name);
}

static void check_gone(struct suspect *suspect, const struct lex *name)
{
	const struct extract *result = &suspect->result;

	if (suspect_declares(suspect, name) || !is_used(result, name) ||
	    !is_understood(&suspect->theirs, name))
		return;
	add_stringf(suspect->warnings, "'%.*s' is declared no more, and used here",
		    (int)name->size, name->text);
}

/* behind "&": only what is declared has an address */
static bool is_address(void *data, const char *at, const char *end)
{
	const char *text = data;

	(void)end;
	return at > text && at[-1] == '&' && !(at > text + 1 && at[-2] == '&');
}

/* does another macro stand in front of the name now? */
static bool is_first(void *data, const char *at, const char *end)
{
	const char *text = data;

	(void)end;
	while (at > text && (at[-1] == ' ' || at[-1] == '\t'))
		at--;
	if (at == text || at[-1] != '(')
		return false;
	for (at--; at > text && byte_is_word(at[-1]); at--)
		if (g_ascii_islower(at[-1]))
			return false;
	return g_ascii_isupper(*at);
}

static bool is_made(const struct extract *result, const struct lex *name)
{
	const struct wanted_name wanted = { name->text, name->size, is_first,
					    (void *)result->text };

	return text_uses(result, &wanted);
}

/* "static DEFINE_MUTEX(name);" declares it as far as its address is taken */
static void check_made(struct suspect *suspect, const struct lex *macro, struct lex lex)
{
	const struct extract *result = &suspect->result;
	struct wanted_name wanted = { .as = is_address, .data = (void *)result->text };

	for (gsize i = 0; i < macro->size; i++)
		if (g_ascii_islower(macro->text[i]))
			return;
	if (lex_next(&lex) != LEX_WORD || lex_keyword(lex.text, lex.size) ||
	    is_made(result, &lex) ||
	    text_declares(suspect->ours.text, suspect->ours.size, &lex))
		return;
	wanted.name = lex.text;
	wanted.size = lex.size;
	if (text_uses(result, &wanted))
		check_gone(suspect, &lex);
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
		if (c == '(' && name.size)
			check_made(suspect, &name, lex);
		name = kind == LEX_WORD ? lex : (struct lex){ .size = 0 };
	}
}

static bool is_static(const struct line *line)
{
	static const char word[] = "static";

	return line->size > sizeof(word) + 1 && !memcmp(line->text, word, sizeof(word) - 1) &&
	       g_ascii_isspace(line->text[sizeof(word) - 1]);
}

/* the line above, where that has the type and this one the name; else this one */
static struct line with_type(const struct extract *ours, const struct line *line)
{
	struct line above;

	if (line->text == ours->text || !byte_is_word(*line->text))
		return *line;
	above = text_line_around(ours->text, ours->size, line->text - 1);
	return memchr(above.text, ';', above.size) || memchr(above.text, '(', above.size) ? *line :
											    above;
}

/* also where not all headers can be read */
static bool may_be_in_headers(const struct suspect *suspect, const struct lex *name)
{
	const struct warn_input *input = suspect->input;
	const struct include_input included = {
		.headers = input->headers,
		.path = input->path,
		.result = input->result,
	};
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(names, g_strndup(name->text, name->size));
	includes_drop_reached(&included, names);
	return !names->len;
}

/* in code, or in what another macro stands for: what an #if asks for may be missing */
static bool is_expanded(const struct extract *text, const struct lex *name)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex;

	lex_init(&lex, text->text, text->size);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind)
		if (kind == LEX_WORD && !lex.directive && before != LEX_MEMBER &&
		    lex_same(&lex, name))
			return true;
	return false;
}

/* "#define NAME" that goes from a file of code: no header may have it as well */
static void check_macro(struct suspect *suspect, const struct line *line, struct bag *seen)
{
	const struct warn_input *input = suspect->input;
	struct lex lex;

	lex_init(&lex, line->text, line->size);
	if (*line->text != '#' || lex_next(&lex) != LEX_DEFINE || lex_next(&lex) != LEX_WORD ||
	    !input->headers || path_is_header(input->path) ||
	    seen->list->len >= SEARCHES_MAX ||
	    !bag_add(seen, lex_hash(lex.text, lex.size)) || suspect_declares(suspect, &lex) ||
	    !is_expanded(&suspect->result, &lex) || may_be_in_headers(suspect, &lex))
		return;
	check_gone(suspect, &lex);
}

static void look_at(struct suspect *suspect, const struct line *gone, struct bag *seen)
{
	const char *end = suspect->ours.text + suspect->ours.size;
	struct line rest = *gone, line;

	while (text_take_line(&rest, &line)) {
		check_macro(suspect, &line, seen);
		if (!is_static(&line))
			line = with_type(&suspect->ours, &line);
		if (is_static(&line))
			look_at_declaration(suspect, line.text, end, seen);
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
		const struct line gone = extract_lines(&suspect->ours, here->old, change->old_at,
						       change->old_count);

		look_at(suspect, &gone, &seen);
	}
	bag_clear(&seen);
}
