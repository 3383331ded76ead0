// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that came and ask a pointer in the way in which upstream's function
 * tells that it failed, where this tree's function of that name tells it in
 * another: "if (!p)" of what returns ERR_PTR() here, and "IS_ERR(p)" of what
 * returns NULL.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/heads.h"
#include "engine/code/limits.h"
#include "engine/warn/suspect.h"

/* @other: what is called instead upstream, or the same */
static void check_function(struct suspect *suspect, const struct lex *name,
			   const struct lex *other, bool by_error)
{
	g_autofree char *called = lex_same(name, other) ? g_strdup("") :
				  g_strdup_printf("'%.*s' has ", (int)other->size, other->text);
	struct head here, there;

	if (head_find(suspect->result.text, suspect->result.size, name, &here) &&
	    head_find(suspect->theirs.text, suspect->theirs.size, other, &there) &&
	    head_fails_only(&here, !by_error) && head_fails_only(&there, by_error))
		add_stringf(suspect->warnings, "'%.*s' has '%s' here, and %s'%s' upstream",
			    (int)name->size, name->text, fails_with[!by_error], called,
			    fails_with[by_error]);
}

/* "name = f(" last in front of @at: f */
static bool find_source(const struct head *function, const char *at, const struct lex *name,
			struct lex *out)
{
	struct lex lex, next;
	enum lex_kind kind, before = LEX_PUNCT;
	bool found = false;

	if (at <= function->body.text)
		return false;
	lex_init(&lex, function->body.text, at - function->body.text);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind) {
		next = lex;
		if (kind != LEX_WORD || before == LEX_MEMBER || !lex_same(&lex, name) ||
		    lex_next(&next) != LEX_PUNCT || *next.text != '=')
			continue;
		*out = next;
		found = lex_next(out) == LEX_WORD;
		next = *out;
		found &= lex_next(&next) == LEX_PUNCT && *next.text == '(';
	}
	return found;
}

/* the same lines upstream: what sets the pointer there */
static bool find_source_there(const struct suspect *suspect, const struct line *added,
			      const struct lex *name, struct lex *out)
{
	const char *at = extract_find(&suspect->theirs, added);
	const struct line lines = { at, added->size };
	struct lex function;
	struct head head;

	return at && head_around(&suspect->theirs, &lines, &function, &head) &&
	       find_source(&head, at + (name->text - added->text), name, out);
}

static void check_asked(struct suspect *suspect, const struct line *added, const struct lex *name,
			bool by_error)
{
	struct lex function, source, there;
	struct head head;

	if (!head_around(&suspect->result, added, &function, &head) ||
	    !find_source(&head, name->text, name, &source))
		return;
	if (!find_source_there(suspect, added, name, &there))
		there = source;
	check_function(suspect, &source, &there, by_error);
}

/* "!p)" "!p &&": not "!p(", "!p->a" */
static bool is_whole(struct lex name)
{
	return lex_next(&name) == LEX_PUNCT && strchr(")&|", *name.text);
}

/* @asked: how many pointers so far: each time the file is searched for what set it */
static void look_at(struct suspect *suspect, const struct line *added, guint *asked)
{
	struct lex lex, last[2] = { { .text = "" }, { .text = "" } };
	enum lex_kind kind;

	lex_init(&lex, added->text, added->size);
	for (; (kind = lex_next(&lex)) != LEX_END; last[1] = last[0], last[0] = lex) {
		bool by_error = *last[0].text == '(' && lex_is(&last[1], "IS_ERR");

		if (kind == LEX_WORD && (by_error || *last[0].text == '!') && is_whole(lex) &&
		    ++*asked <= SEARCHES_MAX)
			check_asked(suspect, added, &lex, by_error);
	}
}

void suspect_failures(struct suspect *suspect)
{
	struct line added;
	guint asked = 0;

	if (suspect_is_plain(suspect))
		return;
	for (guint i = 0; suspect_added(suspect, i, &added); i++)
		if (added.size)
			look_at(suspect, &added, &asked);
}
