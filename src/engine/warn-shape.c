// SPDX-License-Identifier: GPL-2.0-only
/*
 * A result against the change itself: it should do to ours what upstream did
 * to the base, no less and nowhere else.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/threeway.h"
#include "engine/warn.h"
#include "format/csource.h"

static int balance_of(struct lex *lex, const struct extract *part)
{
	enum lex_kind kind;
	int balance = 0;

	while ((kind = lex_next(lex)) != LEX_END)
		if (kind == LEX_PUNCT && (!part || extract_holds(part, lex)))
			balance += (*lex->text == '{') - (*lex->text == '}');
	return balance;
}

static int braces(const struct extract *where)
{
	struct lex lex;

	extract_lex(where, &lex);
	return balance_of(&lex, where);
}

static int all_braces(const struct extract *where)
{
	struct lex lex;

	lex_init(&lex, where->text, where->size);
	return balance_of(&lex, NULL);
}

void suspect_braces(struct suspect *suspect)
{
	int here = braces(&suspect->result) - braces(&suspect->ours);
	int there = braces(&suspect->theirs) - braces(&suspect->base);

	/* what balances better now was wrong before */
	if (here != there &&
	    ABS(all_braces(&suspect->result)) > ABS(all_braces(&suspect->ours)))
		add_stringf(suspect->warnings, "braces: upstream opens %+d, the result %+d",
			    there, here);
}

static unsigned int uses(const struct extract *where, const char *name, gsize size)
{
	struct lex lex;
	enum lex_kind kind;
	unsigned int count = 0;

	if (!text_mentions(where->text, where->size, name, size))
		return 0;
	lex_init(&lex, where->text, where->size);
	while ((kind = lex_next(&lex)) != LEX_END)
		if (kind == LEX_WORD && lex.size == size && !memcmp(lex.text, name, size))
			count++;
	return count;
}

/* upstream has no use of @name left, and here some are gone and some are not */
static bool left_over(const struct suspect *suspect, const char *name, gsize size)
{
	unsigned int now;

	if (uses(&suspect->theirs, name, size))
		return false;
	now = uses(&suspect->result, name, size);
	return now && now < uses(&suspect->ours, name, size);
}

/* a clean merge leaves what upstream did not touch, and rightly so */
static bool is_plain_merge(const struct warn_input *input)
{
	g_autoptr(threeway) merge = threeway_new(input->base, input->ours, input->theirs);
	g_autoptr(GBytes) merged = merge->conflicts ? NULL : threeway_result(merge);

	return merged && g_bytes_equal(merged, input->result);
}

/* names of a part, keywords and the shortest aside */
static GHashTable *names_of(const struct extract *where)
{
	GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct lex lex;
	enum lex_kind kind;

	extract_lex(where, &lex);
	while ((kind = lex_next(&lex)) != LEX_END)
		if (kind == LEX_WORD && lex.size > 2 && extract_holds(where, &lex) &&
		    !lex_keyword(lex.text, lex.size))
			g_hash_table_add(names, g_strndup(lex.text, lex.size));
	return names;
}

void suspect_counts(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	g_autoptr(GHashTable) before = NULL;
	g_autoptr(GHashTable) after = NULL;
	GHashTableIter iter;
	gpointer name;

	if (!input->base || !input->ours || !input->theirs)
		return;
	before = names_of(&suspect->base);
	after = names_of(&suspect->theirs);
	g_hash_table_iter_init(&iter, before);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!g_hash_table_contains(after, name) &&
		    left_over(suspect, name, strlen(name)) && !is_plain_merge(input))
			add_stringf(suspect->warnings,
				    "upstream leaves no '%s', here some are left",
				    (char *)name);
}

/* a ';' in front of the first '{': lines below a prototype lie in no function */
static bool is_prototype(const struct extract *where, const char *at)
{
	const char *end = where->text + where->size;

	while (at < end && *at != '{' && *at != ';')
		at++;
	return at < end && *at == ';';
}

/* the line above @at that starts a definition, as git shows it in hunk headings */
static bool heading(const struct extract *where, gsize at, struct line *out)
{
	while (at) {
		gsize end = at - 1, start = end;
		const char *line;

		while (start && where->text[start - 1] != '\n')
			start--;
		line = where->text + start;
		at = start;
		if (*line == '}')
			return false;
		if (!g_ascii_isalpha(*line) && *line != '_')
			continue;
		*out = (struct line){ line, end - start };
		if (memchr(line, '(', out->size))
			return !is_prototype(where, line);
		if (!memchr(line, ':', out->size))
			return false;
	}
	return false;
}

/* functions that lines lie in; @last: the heading of the line before */
static void collect(GHashTable *names, const struct extract *where, const GArray *lines, size_t at,
		    struct line *last)
{
	const struct line *line = &g_array_index(lines, struct line, at);
	struct line found;
	g_autofree char *text = NULL;
	char *name;

	if (!heading(where, at < lines->len ? (gsize)(line->text - where->text) : where->to,
		     &found) || found.text == last->text)
		return;
	*last = found;
	text = g_strndup(found.text, found.size);
	name = function_name_of(text);
	if (name)
		g_hash_table_add(names, name);
}

/* functions that the change from @old to @new is in */
static GHashTable *changed_functions(const struct extract *old, const struct extract *new,
				     bool both)
{
	GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GBytes) old_part = NULL, new_part = NULL;
	g_autoptr(GArray) old_lines = extract_lines(old, &old_part);
	g_autoptr(GArray) new_lines = extract_lines(new, &new_part);
	g_autoptr(GArray) changes = line_diff(old_lines, new_lines);
	struct line last = { NULL, 0 };

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		for (size_t k = 0; k <= change->new_count; k++)
			if (both || !k)
				collect(names, new, new_lines, change->new_at + k, &last);
		for (size_t k = 0; both && k <= change->old_count; k++)
			collect(names, old, old_lines, change->old_at + k, &last);
	}
	return names;
}

/* is a function that upstream changes here as well, and unchanged? */
static bool left_alone(const struct suspect *suspect, GHashTable *there, GHashTable *here)
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, there);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!g_hash_table_contains(here, name) &&
		    text_mentions(suspect->ours.text, suspect->ours.size, name, strlen(name)))
			return true;
	return false;
}

void suspect_twin(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	g_autoptr(GHashTable) here = NULL;
	g_autoptr(GHashTable) there = NULL;
	GHashTableIter iter;
	gpointer name;

	if (!input->base || !input->ours || !input->theirs ||
	    g_bytes_equal(input->base, input->ours))
		return;
	here = changed_functions(&suspect->ours, &suspect->result, false);
	there = changed_functions(&suspect->base, &suspect->theirs, true);
	if (!left_alone(suspect, there, here))
		return;
	g_hash_table_iter_init(&iter, here);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!g_hash_table_contains(there, name) &&
		    uses(&suspect->base, name, strlen(name)))
			add_stringf(suspect->warnings,
				    "'%s' is changed here, which upstream leaves alone",
				    (char *)name);
}
