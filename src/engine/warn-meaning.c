// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that compile here as they do upstream, and do something else: what they
 * name is there, but of another kind.  "if (!ready(d))" means the opposite where
 * ready() returns 0 or an error, and a compiler only warns of a pointer to
 * another structure.  It is asked of what this file and upstream's both tell.
 */
#include <string.h>

#include "base/bytefind.h"
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

/* the tags of the structures that parameters point to, size 0 for none; how many there are */
static guint read_tags(const struct head *head, struct lex tags[PARAMETERS_MAX])
{
	struct lex lex, tag = { .size = 0 };
	bool behind_struct = false;
	enum lex_kind kind;
	guint count = 0;
	int depth = 0;

	memset(tags, 0, PARAMETERS_MAX * sizeof(*tags));
	lex_init(&lex, head->parameters.text, head->parameters.size);
	while ((kind = lex_next(&lex)) != LEX_END && count < PARAMETERS_MAX) {
		char c = kind == LEX_PUNCT ? *lex.text : '\0';

		depth += (c == '(') - (c == ')');
		if (c == ',' && !depth) {
			count++;
			tag.size = 0;
		} else if (c == '*' && !depth) {
			tags[count] = tag;
		} else if (behind_struct && kind == LEX_WORD && !depth) {
			tag = lex;
		}
		behind_struct = kind == LEX_WORD && lex_is(&lex, "struct");
	}
	return count;
}

static bool has_tag(const struct words *words, const struct lex *tag)
{
	return words && words_has(words, WORD_BODY, tag->text, tag->size);
}

/* both trees must have both: one that has another name here is no other */
static bool are_others(const struct suspect *suspect, const struct lex *here,
		       const struct lex *there)
{
	const struct warn_input *input = suspect->input;

	return here->size && there->size && !lex_same(here, there) && !input->guess &&
	       has_tag(input->ours_words, there) && has_tag(input->base_words, here);
}

static void check_structures(struct suspect *suspect, const struct lex *name,
			     const struct head *here, const struct head *there)
{
	struct lex tags[2][PARAMETERS_MAX];
	guint count = read_tags(here, tags[0]);

	if (read_tags(there, tags[1]) != count || count == PARAMETERS_MAX)
		return;
	for (guint i = 0; i <= count; i++)
		if (are_others(suspect, &tags[0][i], &tags[1][i]))
			add_stringf(suspect->warnings, "'%.*s' takes a 'struct %.*s' here, and a "
				    "'struct %.*s' upstream", (int)name->size, name->text,
				    (int)tags[0][i].size, tags[0][i].text, (int)tags[1][i].size,
				    tags[1][i].text);
}

static void check_call(struct suspect *suspect, const struct lex *name, bool used)
{
	g_autofree char *kinds = NULL;
	struct head here, there;

	if (!head_find(suspect->theirs.text, suspect->theirs.size, name, &there) ||
	    !head_find(suspect->result.text, suspect->result.size, name, &here))
		return;
	kinds = used ? heads_tell(name, &here, &there) : NULL;
	if (kinds)
		add_string_once(suspect->warnings, kinds);
	else if (heads_permuted(&here, &there))
		add_stringf(suspect->warnings, "'%.*s' takes its arguments in another order here",
			    (int)name->size, name->text);
	else
		check_structures(suspect, name, &here, &there);
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
	const char *comment = bytes_find(value->text, value->size, "/*", 2);
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

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, next, last = { .text = ";", .size = 1 };

	for (lex_init(&lex, added->text, added->size); (kind = lex_next(&lex)) != LEX_END;
	     before = kind, last = lex) {
		enum lex_kind behind;
		bool used;

		if (kind != LEX_WORD || before == LEX_MEMBER || lex.directive)
			continue;
		next = lex;
		behind = lex_next(&next);
		used = is_used(before, &last);
		if (lex_keyword(lex.text, lex.size) || seen->list->len >= SEARCHES_MAX ||
		    !bag_add(seen, lex_hash_tagged(lex.text, lex.size, used)))
			continue;
		if (is_capital(&lex))
			check_macro(suspect, &lex);
		else if (behind == LEX_PUNCT && *next.text == '(')
			check_call(suspect, &lex, used);
	}
}

void suspect_meaning(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	struct line added;
	struct bag seen;

	if (!input->base || !input->ours || !input->theirs ||
	    g_bytes_equal(input->base, input->ours))
		return;
	bag_init(&seen);
	for (guint i = 0; suspect_added(suspect, i, &added); i++)
		if (added.size)
			look_at(suspect, &added, &seen);
	bag_clear(&seen);
}
