// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that compile here as they do upstream, and do something else: what they
 * name is there, but of another kind.  "if (!ready(d))" means the opposite where
 * ready() returns 0 or an error, and "return -EINVAL;" says yes in a function
 * that returns a bool.  It is asked of what this file and upstream's both tell.
 */
#define _GNU_SOURCE /* memmem() */
#include <string.h>

#include "base/strings.h"
#include "engine/bag.h"
#include "engine/heads.h"
#include "engine/text.h"
#include "engine/warn.h"

/* bytes of what a macro stands for that are told */
#define TOLD_MAX 40

/* a macro that stands for more is an implementation: how it differs tells nothing of its use */
#define VALUE_MAX 80

/* behind these what a call returns is used */
static bool is_used(enum lex_kind before, const struct lex *last)
{
	return (before == LEX_PUNCT && strchr("=!(,&|<>?:+-", *last->text)) ||
	       (before == LEX_WORD && lex_is(last, "return"));
}

static bool kinds_differ(enum value_kind here, enum value_kind there)
{
	return here != there && here && there;
}

static void tell_kinds(struct suspect *suspect, const struct lex *name, enum value_kind here,
		       enum value_kind there)
{
	g_autofree char *text =
		g_strdup_printf("'%.*s' returns %s here, and %s upstream", (int)name->size,
				name->text, value_kind_name(here), value_kind_name(there));

	add_string_once(suspect->warnings, text);
}

static void check_call(struct suspect *suspect, const struct lex *name, bool used)
{
	struct head here, there;

	if (!head_find(suspect->theirs.text, suspect->theirs.size, name, &there) ||
	    !head_find(suspect->result.text, suspect->result.size, name, &here))
		return;
	if (used && kinds_differ(here.kind, there.kind))
		tell_kinds(suspect, name, here.kind, there.kind);
	else if (heads_permuted(&here, &there))
		add_stringf(suspect->warnings, "'%.*s' takes its arguments in another order here",
			    (int)name->size, name->text);
}

static gsize number_size(const struct lex *number)
{
	gsize size = number->size;

	while (size > 1 && strchr("uUlL", number->text[size - 1]))
		size--;
	return size;
}

static bool is_paren(enum lex_kind kind, const struct lex *lex)
{
	return kind == LEX_PUNCT && (*lex->text == '(' || *lex->text == ')');
}

static enum lex_kind next_of_value(struct lex *lex)
{
	enum lex_kind kind;

	do {
		kind = lex_next(lex);
	} while (is_paren(kind, lex));
	return kind;
}

/* but for parentheses, and for how wide a number is */
static bool same_value(const struct line *a, const struct line *b)
{
	struct lex lex_a, lex_b;
	enum lex_kind kind;

	lex_init(&lex_a, a->text, a->size);
	lex_init(&lex_b, b->text, b->size);
	do {
		kind = next_of_value(&lex_a);
		if (next_of_value(&lex_b) != kind)
			return false;
		if (kind == LEX_NUMBER) {
			lex_a.size = number_size(&lex_a);
			lex_b.size = number_size(&lex_b);
		}
		if (kind != LEX_END && !lex_same(&lex_a, &lex_b))
			return false;
	} while (kind != LEX_END);
	return true;
}

static struct line told(const struct line *value)
{
	const char *comment = memmem(value->text, value->size, "/*", 2);
	struct line text = { value->text, comment ? (size_t)(comment - value->text) : value->size };

	text = text_trim(&text);
	text.size = MIN(text.size, TOLD_MAX);
	return text;
}

static void check_macro(struct suspect *suspect, const struct lex *name)
{
	struct line here, there;

	if (!macro_find(suspect->theirs.text, suspect->theirs.size, name, &there) ||
	    !macro_find(suspect->result.text, suspect->result.size, name, &here) ||
	    MAX(here.size, there.size) > VALUE_MAX || same_value(&here, &there))
		return;
	here = told(&here);
	there = told(&there);
	add_stringf(suspect->warnings, "'%.*s' is '%.*s' here, and '%.*s' upstream",
		    (int)name->size, name->text, (int)here.size, here.text, (int)there.size,
		    there.text);
}

/* macros are spelled so */
static bool is_capital(const struct lex *name)
{
	for (gsize i = 0; i < name->size; i++)
		if (g_ascii_islower(name->text[i]))
			return false;
	return name->size > 1;
}

static bool has(const struct line *text, const char *part)
{
	return text->size && memmem(text->text, text->size, part, strlen(part));
}

/* a failure is told in one way by upstream's function, and in another by this tree's */
static void check_convention(struct suspect *suspect, const struct line *added,
			     const struct lex *name)
{
	static const char *const ways[][2] = {
		{ "return ERR_PTR(", "return NULL;" },
		{ "return -E", "return E" },
	};
	struct head here, there;

	for (guint i = 0; i < G_N_ELEMENTS(ways); i++)
		if (has(added, ways[i][0]) &&
		    head_find(suspect->ours.text, suspect->ours.size, name, &here) &&
		    head_find(suspect->base.text, suspect->base.size, name, &there) &&
		    !has(&here.body, ways[i][0]) && has(&here.body, ways[i][1]) &&
		    has(&there.body, ways[i][0]))
			add_stringf(suspect->warnings, "'%.*s' has '%s' here, and '%s' upstream",
				    (int)name->size, name->text, ways[i][1], ways[i][0]);
}

/* "return VALUE;" in lines that came */
static void check_return(struct suspect *suspect, const struct line *added)
{
	struct head here, there;
	struct lex name;

	if (!head_around(&suspect->result, added, &name, &here))
		return;
	if (head_find(suspect->theirs.text, suspect->theirs.size, &name, &there) &&
	    kinds_differ(here.kind, there.kind) && here.kind != VALUE_NONE &&
	    there.kind != VALUE_NONE)
		tell_kinds(suspect, &name, here.kind, there.kind);
	if (!suspect->input->theirs && here.kind == VALUE_BOOL && has(added, "return -E"))
		add_stringf(suspect->warnings, "'%.*s' returns a bool here, and no error number",
			    (int)name.size, name.text);
	check_convention(suspect, added, &name);
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, next, last = { .text = ";", .size = 1 };
	bool returns = false;

	for (lex_init(&lex, added->text, added->size); (kind = lex_next(&lex)) != LEX_END;
	     before = kind, last = lex) {
		enum lex_kind behind;
		bool used;

		if (kind != LEX_WORD || before == LEX_MEMBER || lex.directive)
			continue;
		next = lex;
		behind = lex_next(&next);
		returns |= lex_is(&lex, "return") && (behind != LEX_PUNCT || *next.text != ';');
		used = is_used(before, &last);
		if (lex_keyword(lex.text, lex.size) ||
		    !bag_add(seen, lex_hash_tagged(lex.text, lex.size, used)))
			continue;
		if (is_capital(&lex))
			check_macro(suspect, &lex);
		else if (behind == LEX_PUNCT && *next.text == '(')
			check_call(suspect, &lex, used);
	}
	if (returns)
		check_return(suspect, added);
}

void suspect_meaning(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	struct line added;
	struct bag seen;

	if (!input->ours || (input->base && g_bytes_equal(input->base, input->ours)))
		return;
	bag_init(&seen);
	for (guint i = 0; suspect_added(suspect, i, &added); i++)
		if (added.size)
			look_at(suspect, &added, &seen);
	bag_clear(&seen);
}
