// SPDX-License-Identifier: GPL-2.0-only
/*
 * A name that the lines taken over use: upstream's tree has it, this one does
 * not.  Without upstream's tree nothing tells it from a name that the change
 * itself brings, and nothing is said.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/warn.h"
#include "engine/wordlist.h"

/* arguments of calls are counted up to here */
#define CALL_LIMIT 4000

static bool missing(const struct suspect *suspect, guint role, const struct lex *name)
{
	const struct warn_input *input = suspect->input;
	guint64 hash = lex_hash_tagged(name->text, name->size, role);

	return !g_hash_table_contains(suspect->known, &hash) &&
	       !words_count_as(input->ours_words, role, name->text, name->size) &&
	       words_count_as(input->base_words, role, name->text, name->size);
}

/* does a text declare it as in "struct foo *name;" - then the change brings it along? */
static bool declared_in(const struct extract *where, const struct lex *name)
{
	struct lex lex;
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex last = { .text = "" };

	lex_init(&lex, where->text, where->size);
	while ((kind = lex_next(&lex)) != LEX_END) {
		bool here = kind == LEX_WORD && lex.size == name->size &&
			    !memcmp(lex.text, name->text, lex.size);

		if (here && (before == LEX_DEFINE || (before == LEX_PUNCT && *last.text == '*') ||
			     (before == LEX_WORD && !lex_is(&last, "return") &&
			      !lex_is(&last, "else") && !lex_is(&last, "case") &&
			      !lex_is(&last, "sizeof") && !lex_is(&last, "goto") &&
			      !lex.directive)))
			return true;
		before = kind;
		last = lex;
	}
	return false;
}

static bool scan_has(const struct extract *where, guint role, const struct lex *name)
{
	g_autoptr(GArray) found = wordlist_scan(where->text, where->size);
	guint64 hash = lex_hash_tagged(name->text, name->size, role);

	for (guint i = 0; i < found->len; i++)
		if (g_array_index(found, guint64, i) == hash)
			return true;
	return false;
}

/* arguments of the call whose '(' comes next; -1 for no call or one too long */
static int call_arguments(const struct lex *name)
{
	struct lex lex = *name;
	int depth = 0, commas = 0, tokens = 0;
	enum lex_kind kind = lex_next(&lex);

	if (kind != LEX_PUNCT || *lex.text != '(')
		return -1;
	while (kind != LEX_END && lex.text < name->text + CALL_LIMIT) {
		char c = kind == LEX_PUNCT ? *lex.text : 0;

		if (c == '(' || c == '[' || c == '{')
			depth++;
		else if (c == ')' || c == ']' || c == '}')
			depth--;
		else if (c == ',' && depth == 1)
			commas++;
		if (!depth)
			return tokens > 1 ? commas + 1 : 0;
		tokens++;
		kind = lex_next(&lex);
	}
	return -1;
}

static void check_call(struct suspect *suspect, const struct lex *name, int args)
{
	const struct words *ours = suspect->input->ours_words;
	const struct words *base = suspect->input->base_words;
	guint role = WORD_ARITY + args;

	if (!words_count_as(ours, WORD_CALLABLE, name->text, name->size)) {
		if (words_count_as(base, WORD_CALLABLE, name->text, name->size) &&
		    !scan_has(&suspect->result, WORD_CALLABLE, name) &&
		    !scan_has(&suspect->ours, WORD_NAME, name))
			add_stringf(suspect->warnings, "this tree has no function '%.*s'",
				    (int)name->size, name->text);
		return;
	}
	if (!words_count_as(ours, WORD_VARIADIC, name->text, name->size) &&
	    !words_count_as(ours, role, name->text, name->size) &&
	    words_count_as(base, role, name->text, name->size) &&
	    !scan_has(&suspect->result, role, name))
		add_stringf(suspect->warnings, "'%.*s' takes another number of arguments than %d "
			    "in this tree", (int)name->size, name->text, args);
}

/* called, and declared nowhere upstream either */
static bool from_library(const struct suspect *suspect, const struct lex *name, int args)
{
	return args >= 0 && !words_count_as(suspect->input->base_words, WORD_CALLABLE, name->text,
					    name->size);
}

static void check_name(struct suspect *suspect, const struct lex *name, bool member)
{
	const char *text = name->text;
	int size = name->size;
	int args = member ? -1 : call_arguments(name);

	if (size < 2 || lex_keyword(text, size))
		return;
	if (missing(suspect, WORD_NAME, name)) {
		if (member || (!from_library(suspect, name, args) &&
			       !declared_in(&suspect->result, name)))
			add_stringf(suspect->warnings, "this tree does not know '%.*s'", size, text);
		return;
	}
	if (member && missing(suspect, WORD_MEMBER, name)) {
		add_stringf(suspect->warnings, "no struct of this tree has '%.*s'", size, text);
		return;
	}
	if (args >= 0)
		check_call(suspect, name, args);
}

void suspect_names(struct suspect *suspect)
{
	const struct extract *result = &suspect->result;
	g_autoptr(GHashTable) seen = NULL;
	struct lex lex;
	enum lex_kind kind, before = LEX_PUNCT;

	if (!suspect->input->ours_words || !suspect->input->base_words)
		return;
	seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	lex_init(&lex, result->text, result->to);
	while ((kind = lex_next(&lex)) != LEX_END) {
		guint64 hash = lex_hash_tagged(lex.text, lex.size, before == LEX_MEMBER);

		if (lex.text >= result->text + result->from &&
		    (kind == LEX_HEADER || kind == LEX_WORD) &&
		    !g_hash_table_contains(seen, &hash)) {
			g_hash_table_add(seen, g_memdup2(&hash, sizeof(hash)));
			if (kind == LEX_WORD)
				check_name(suspect, &lex, before == LEX_MEMBER);
			else if (missing(suspect, WORD_HEADER, &lex))
				add_stringf(suspect->warnings, "this tree has no file '%.*s'",
					    (int)lex.size, lex.text);
		}
		before = kind;
	}
}
