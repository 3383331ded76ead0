// SPDX-License-Identifier: GPL-2.0-only
/*
 * A call of a function that a structure points to, "ops->map(dev, 0, size)", with as many arguments
 * as upstream's structure asks for, and as none here takes.  Of which structure it is asked need
 * not be known: all members of the name count, in the file and in the headers that it reaches.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/bag.h"
#include "engine/headers.h"
#include "engine/structures.h"
#include "engine/text.h"
#include "engine/warnparts.h"

/**
 * struct called - a member of a structure that is called
 * @name: its name
 * @args: how many arguments it is given
 * @other: a member takes another number of them
 * @where: gets the header with the first that does; NULL for the file itself; newly allocated
 * @open: one takes as many, or any, or its type does not tell; or the name is a macro
 */
struct called {
	const struct lex *name;
	int args;
	bool other;
	char *where;
	bool open;
};

/* the ')' of "(*name)(", for a name at @at; NULL for anything else */
static const char *pointer_at(const struct extract *text, const char *at, gsize size)
{
	const char *end = text->text + text->size, *behind = at + size;
	const char *star = text_skip_back(text->text, at);

	if (star == text->text || star[-1] != '*')
		return NULL;
	star = text_skip_back(text->text, star - 1);
	return star > text->text && star[-1] == '(' && behind < end && *behind == ')' ? behind :
											NULL;
}

/* "map_fn name;", in a structure or elsewhere */
static bool is_of_named_type(const struct extract *text, const char *at, gsize size)
{
	const struct line word = text_word_before(text->text, at);
	const char *end = text->text + text->size, *behind = at + size;

	return word.size && !lex_command(word.text, word.size) && behind < end &&
	       strchr(";,:[", *behind);
}

/* what a pointer takes, from its ')' on; -1 for any number */
static int arguments_of(const struct extract *text, const char *close)
{
	const char *open = memchr(close, '(', text->text + text->size - close), *to;
	struct lex lex;
	int count;

	lex_init(&lex, close, text->text + text->size - close);
	lex_next(&lex);
	count = call_arguments(&lex);
	if (count <= 0)
		return count;
	lex_next(&lex);
	lex_close(&lex);
	to = lex.text;
	return bytes_find(open, to - open, "...", 3) ? -1 : count;
}

static void look_into(struct called *called, const struct extract *text, const char *where)
{
	const struct lex *name = called->name;
	const char *end = text->text + text->size, *at = text->text;

	called->open |= text_defines(text->text, text->size, name);
	for (; !called->open && (at = text_mention(at, end, text->text, text->size, name->text,
						   name->size)); at += name->size) {
		const char *close = pointer_at(text, at, name->size);
		const int count = close ? arguments_of(text, close) : 0;

		if (!close) {
			called->open = is_of_named_type(text, at, name->size);
		} else if (count < 0 || count == called->args) {
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

	while (open_member_call(&suspect->result, &at, &name))
		look_at_call(suspect, &name, seen);
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, next, whole;

	look_at_open_calls(suspect, added, seen);
	for (lex_init(&lex, added->text, added->size); (kind = lex_next(&lex)) != LEX_END;
	     before = kind) {
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
