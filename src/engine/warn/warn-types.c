// SPDX-License-Identifier: GPL-2.0-only
/*
 * A member that lines which came use, and that its structure has as something
 * else here: it holds less, or is never below 0.  The file tells it, or a
 * header.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/code/structures.h"
#include "engine/code/variableuse.h"
#include "engine/warn/told.h"

/**
 * struct member - of a structure, as a text tells it
 * @type: the structure
 * @variable: gets what the member is
 */
struct member {
	struct type_name type;
	struct variable variable;
};

static bool read_member(const struct extract *text, const struct lex *name, void *out)
{
	struct member *member = out;
	struct type_name type = member->type;
	struct body body;

	if (!text_mentions(text->text, text->size, type.name.text, type.name.size) ||
	    !structure_find(text->text, text->size, &type, &body))
		return false;
	return member_seen(&(struct line){ body.from, body.to - body.from }, name,
			   &member->variable);
}

/* is it worth to read headers for it? Hardly any line asks so, or the member is a new one */
static bool is_of_interest(struct suspect *suspect, const struct variable_use *use,
			   const struct lex *member)
{
	return use->below_zero || use->measured ||
	       ((use->counted || use->indexed) && told_new(suspect, member));
}

static void check_member(struct suspect *suspect, const struct lex *owner,
			 const struct lex *name, const struct variable_use *use)
{
	const struct extract function =
		extract_definition(&suspect->result, owner->text, name->text + name->size);
	g_autofree char *what = NULL, *where = NULL;
	struct member here, there;
	struct told told = {
		.read = read_member,
		.here = &here,
		.there = &there,
		.in_headers = is_of_interest(suspect, use, name),
	};

	if (!told.in_headers && suspect_is_plain(suspect))
		return;
	if (!type_of_variable(&function, owner->text, owner, &here.type))
		return;
	there.type = here.type;
	if (told_find(suspect, name, &told))
		what = variables_tell(&here.variable, &there.variable, use);
	where = told_where(&told);
	if (what)
		add_stringf(suspect->warnings, "'%.*s' %s%s", (int)name->size, name->text, what,
			    where);
}

/* "sizeof", "(", "a", "->" */
#define KEPT 4

/** struct tokens - those in front of a member, the nearest first */
struct tokens {
	struct lex lex[KEPT];
	enum lex_kind kind[KEPT];
};

static void tokens_step(struct tokens *last, const struct lex *lex, enum lex_kind kind)
{
	memmove(last->lex + 1, last->lex, (KEPT - 1) * sizeof(*last->lex));
	memmove(last->kind + 1, last->kind, (KEPT - 1) * sizeof(*last->kind));
	last->lex[0] = *lex;
	last->kind[0] = kind;
}

/* "a->member", and not "a.b->member" */
static bool is_of_variable(const struct tokens *last)
{
	return last->kind[0] == LEX_MEMBER && last->kind[1] == LEX_WORD &&
	       last->kind[2] != LEX_MEMBER;
}

static void look_at_member(struct suspect *suspect, const struct tokens *last,
			   const struct lex *name, struct bag *seen)
{
	const struct lex *owner = &last->lex[1];
	struct variable_use use;
	struct lex next = *name;
	gsize size;

	if (name->directive || lex_next(&next) != LEX_PUNCT || seen->list->len >= SEARCHES_MAX)
		return;
	use = variable_use_of(&last->lex[3], &last->lex[2], &next);
	size = name->text + name->size - owner->text;
	if ((use.below_zero || use.measured || use.counted || use.indexed) &&
	    bag_add(seen, lex_hash_tagged(owner->text, size, *next.text)))
		check_member(suspect, owner, name, &use);
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	static const struct lex none = { .text = "" };
	struct tokens last = { { none, none, none, none }, { LEX_END } };
	enum lex_kind kind;
	struct lex lex;

	lex_init(&lex, added->text, added->size);
	while ((kind = lex_next(&lex)) != LEX_END) {
		if (kind == LEX_WORD && is_of_variable(&last))
			look_at_member(suspect, &last, &lex, seen);
		tokens_step(&last, &lex, kind);
	}
}

void suspect_types(struct suspect *suspect)
{
	suspect_each_added(suspect, look_at);
}
