// SPDX-License-Identifier: GPL-2.0-only
/*
 * A call of a function that a structure points to, "ops->map(dev, 0, size)", with as many arguments
 * as upstream's structure asks for, and as none here takes.  Of which structure it is asked need
 * not be known: all members of the name count, in the file and in the headers that it reaches.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/heads.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/names/headers.h"
#include "engine/warn/warnparts.h"

/* bytes: parameters that are longer are not counted */
#define PARAMETERS_LIMIT 2000

/* calls around each other that are looked at */
#define NESTED_MAX 8

/**
 * struct called - a member of a structure that is called
 * @name: its name
 * @args: how many arguments it is given
 * @other: a member takes another number of them
 * @where: gets the header with the first that does; NULL for the file itself; newly allocated
 * @open: one takes as many, or any, or something else is called so
 */
struct called {
	const struct lex *name;
	int args;
	bool other;
	char *where;
	bool open;
};

/* what a pointer takes, its ')' next; -1 for any number, and where that is not told */
static int arguments_of(struct lex lex)
{
	int depth = 0, commas = 0, tokens = 0;
	bool is_void = false;
	const char *from = lex.at;
	enum lex_kind kind;

	lex_next(&lex);
	while ((kind = lex_next(&lex)) != LEX_END && lex.text < from + PARAMETERS_LIMIT) {
		depth += lex_nesting(kind, &lex);
		if (!depth)
			return !tokens ? -1 : tokens == 1 && is_void ? 0 : commas + 1;
		commas += depth == 1 && kind == LEX_PUNCT && *lex.text == ',';
		if (kind == LEX_PUNCT && *lex.text == '.')
			return -1;
		is_void = kind == LEX_WORD && lex_is(&lex, "void");
		tokens += lex.text[0] != '(' || depth > 1;
	}
	return -1;
}

/* what the name is but a member that is used, and a pointer that is read, may be anything */
static void look_into(struct called *called, const struct extract *text, const char *where)
{
	struct lex lex, last = { .text = "" }, before_last = last;
	enum lex_kind kind, before = LEX_PUNCT;

	lex_init(&lex, text->text, text->size);
	for (; !called->open && (kind = lex_next(&lex)) != LEX_END; before_last = last, last = lex,
	     before = kind) {
		int count;

		if (kind != LEX_WORD || before == LEX_MEMBER || !lex_same(&lex, called->name))
			continue;
		count = is_function_pointer(&last, &before_last, lex) ? arguments_of(lex) : -1;
		if (count < 0 || count == called->args) {
			called->open = true;
		} else if (!called->other) {
			called->other = true;
			called->where = g_strdup(where);
		}
	}
}

static bool look_into_header(void *data, struct header *header)
{
	struct called *called = data;
	struct extract text;

	if (header_naming(header, called->name->text, called->name->size, &text))
		look_into(called, &text, header_path(header));
	return !called->open;
}

/* does no member of the name take so many here, and is there one? */
static bool takes_other(const struct suspect *suspect, struct called *called)
{
	const struct warn_input *input = suspect->input;

	if (text_mentions(suspect->result.text, suspect->result.size, called->name->text,
			  called->name->size))
		look_into(called, &suspect->result, NULL);
	return !called->open &&
	       headers_reach(input->headers, input->path, input->result, look_into_header,
			     called) &&
	       called->other && !called->open;
}

static bool fits_upstream(const struct suspect *suspect, const struct lex *name, int args)
{
	const struct warn_input *input = suspect->input;
	struct called called = { .name = name, .args = args };

	look_into(&called, &suspect->theirs, NULL);
	if (!called.open && input->upstream_headers && input->base_path && input->theirs)
		headers_reach(input->upstream_headers, input->base_path, input->theirs,
			      look_into_header, &called);
	g_free(called.where);
	return called.open;
}

static void check_call(struct suspect *suspect, const struct lex *name)
{
	int args = call_arguments(name);
	const struct wanted_name wanted = { name->text, name->size, call_has_arguments, &args };
	struct called called = { .name = name, .args = args };
	g_autofree char *where = NULL;

	/* whoever calls it so already knows what it takes */
	if (args < 0 || text_uses(&suspect->ours, &wanted))
		return;
	if (takes_other(suspect, &called) && fits_upstream(suspect, name, args)) {
		where = called.where ? g_strdup_printf(" (%s)", called.where) : g_strdup("");
		add_stringf(suspect->warnings, "the member '%.*s' does not take %d arguments in "
			    "this tree%s", (int)name->size, name->text, args, where);
	}
	g_free(called.where);
}

static void look_at_call(struct suspect *suspect, const struct lex *name, struct bag *seen)
{
	if (seen->list->len < SEARCHES_MAX &&
	    bag_add(seen, lex_hash_tagged(name->text, name->size, call_arguments(name) + 1)))
		check_call(suspect, name);
}

/* calls that begin in front of the lines, and go on there */
static void look_at_open_calls(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	const char *at = added->text;
	struct lex name;

	for (guint i = 0; i < NESTED_MAX && open_member_call(&suspect->result, &at, &name); i++)
		look_at_call(suspect, &name, seen);
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, next, whole;

	look_at_open_calls(suspect, added, seen);
	lex_init_within(&lex, suspect->result.text, added->text, added->text + added->size);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind) {
		next = lex;
		if (kind != LEX_WORD || before != LEX_MEMBER || lex.directive ||
		    lex_next(&next) != LEX_PUNCT || *next.text != '(')
			continue;
		/* a call may go on behind the lines that came */
		lex_init(&whole, lex.text, suspect->result.text + suspect->result.size - lex.text);
		lex_next(&whole);
		look_at_call(suspect, &whole, seen);
	}
}

void suspect_member_calls(struct suspect *suspect)
{
	if (suspect->input->headers)
		suspect_each_added(suspect, look_at);
}
