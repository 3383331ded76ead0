// SPDX-License-Identifier: GPL-2.0-only
/*
 * A value that lines which came return, where the function returns something
 * else here than upstream: a status of its own there and a number here, or an
 * error number where this tree's function says yes or no.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/heads.h"
#include "engine/code/limits.h"
#include "engine/warn/suspect.h"

static bool has(const struct line *text, const char *part)
{
	return text->size && bytes_find(text->text, text->size, part, strlen(part));
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

static bool is_number(const struct head *head)
{
	static const char *const words[] = { "char", "off_t", NULL };
	const struct lex *type = &head->type;

	return head->kind == VALUE_SIGNED || head->kind == VALUE_UNSIGNED ||
	       (!head->kind &&
		(is_any_of(type->text, type->size, words) ||
		 (type->size > 3 && !memcmp(type->text + type->size - 2, "_t", 2) &&
		  bytes_find(type->text, type->size, "int", 3))));
}

static bool is_pointer(const struct head *head)
{
	return head->kind == VALUE_POINTER;
}

/* by their names; that one returns nothing is looked at elsewhere */
static bool types_differ(const struct head *here, const struct head *there)
{
	return here->kind != VALUE_NONE && there->kind != VALUE_NONE &&
	       !(is_number(here) && is_number(there)) &&
	       !(is_pointer(here) == is_pointer(there) && lex_same(&here->type, &there->type));
}

/* what the function returns here already fits, whatever the types are called */
static bool returns_already(const struct suspect *suspect, const struct lex *name,
			    const struct line *statement)
{
	struct head ours;

	return !head_find(suspect->ours.text, suspect->ours.size, name, &ours) ||
	       !ours.body.size ||
	       bytes_find(ours.body.text, ours.body.size, statement->text, statement->size);
}

/* 0 is of many types, and means another thing where yes and no are told by it */
static void check_type(struct suspect *suspect, const struct lex *name, const struct head *here,
		       const struct head *there, const struct line *statement)
{
	if (has(statement, "return 0;") || !types_differ(here, there) ||
	    returns_already(suspect, name, statement))
		return;
	add_stringf(suspect->warnings, "'%.*s' returns '%.*s%s' here, and '%.*s%s' upstream",
		    (int)name->size, name->text, (int)here->type.size, here->type.text,
		    is_pointer(here) ? " *" : "", (int)there->type.size, there->type.text,
		    is_pointer(there) ? " *" : "");
}

static void check_return(struct suspect *suspect, const struct line *added,
			 const struct line *statement)
{
	g_autofree char *kinds = NULL;
	struct head here, there;
	struct lex name;

	if (!head_around(&suspect->result, added, &name, &here))
		return;
	if (!suspect->input->theirs && here.kind == VALUE_BOOL && has(added, "return -E"))
		add_stringf(suspect->warnings, "'%.*s' returns a bool here, and no error number",
			    (int)name.size, name.text);
	check_convention(suspect, added, &name);
	if (!head_find(suspect->theirs.text, suspect->theirs.size, &name, &there) ||
	    here.kind == VALUE_NONE || there.kind == VALUE_NONE)
		return;
	kinds = heads_tell(&name, &here, &there, "");
	if (kinds)
		add_string_once(suspect->warnings, kinds);
	else
		check_type(suspect, &name, &here, &there, statement);
}

/* lines that a function begins or ends in are of several */
static bool is_of_one(const struct line *lines)
{
	return !strchr("{}", *lines->text) && !has(lines, "\n{") && !has(lines, "\n}");
}

/* the first value that the lines return: "return x;" */
static bool find_value(const struct suspect *suspect, const struct line *lines, struct line *out)
{
	const char *end = lines->text + lines->size;
	enum lex_kind kind;
	struct lex lex;

	lex_init_within(&lex, suspect->result.text, lines->text, end);
	while ((kind = lex_next(&lex)) != LEX_END) {
		const char *from = lex.text, *semicolon;

		if (kind != LEX_WORD || lex.directive || !lex_is(&lex, "return"))
			continue;
		semicolon = memchr(from, ';', end - from);
		if (!semicolon || lex_next(&lex) == LEX_END || *lex.text == ';')
			continue;
		*out = (struct line){ from, semicolon + 1 - from };
		return true;
	}
	return false;
}

void suspect_returns(struct suspect *suspect)
{
	struct line added, value;

	if (suspect->input->theirs ? !suspect_differs(suspect) : !suspect->input->ours)
		return;
	for (guint i = 0; i < SEARCHES_MAX && suspect_added(suspect, i, &added); i++)
		if (has(&added, "return") && is_of_one(&added) &&
		    find_value(suspect, &added, &value))
			check_return(suspect, &added, &value);
}
