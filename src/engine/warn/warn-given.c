// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a function is given: a variable that points to another structure here than upstream, or
 * the address of one where this tree's function takes it by value.  What the function takes is
 * told by the file, or by the headers that it reaches; what a macro takes, by the member that it
 * asks its parameter for, where upstream's asks for one otherwise.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/heads.h"
#include "engine/code/limits.h"
#include "engine/code/structures.h"
#include "engine/code/text.h"
#include "engine/names/headers.h"
#include "engine/warn/told.h"
#include "engine/warn/warnparts.h"

/**
 * struct given - an argument of a call in lines that came: a variable, or its address
 * @called: the function's name
 * @place: which argument it is, from 0
 * @stars: 0 for a structure, 1 for a pointer to one
 * @here, @there: the structure's tag, here and upstream
 */
struct given {
	struct lex called;
	guint place;
	guint stars;
	struct lex here;
	struct lex there;
};

/* which argument of the call a token is, whose '(' is at @open; false for a part of one */
static bool read_place(const char *open, const char *end, const char *token, guint *out)
{
	enum lex_kind kind;
	struct lex lex;
	int depth = 0;

	*out = 0;
	lex_init(&lex, open, end - open);
	while ((kind = lex_next(&lex)) != LEX_END && lex.text < token) {
		depth += lex_nesting(kind, &lex);
		*out += depth == 1 && kind == LEX_PUNCT && *lex.text == ',';
	}
	return depth == 1 && lex.text == token;
}

/* a structure, or a pointer to one, as the function around the name declares it */
static bool read_tag(const struct extract *where, const struct lex *name, struct lex *out,
		     guint *stars)
{
	const struct extract function =
		extract_definition(where, name->text, name->text + name->size);
	struct type_name type;

	if (!type_of_variable(&function, name->text, name, &type) || !type.tag || type.array)
		return false;
	*out = type.name;
	*stars = type.stars;
	return true;
}

/* the same word in a line of upstream's function that is the same; false where there is none */
static bool find_there(const struct suspect *suspect, const struct lex *name, struct lex *out)
{
	const struct extract *result = &suspect->result, *theirs = &suspect->theirs;
	const struct line line = text_line_around(result->text, result->size, name->text);
	struct head here, there;
	struct lex function;
	const char *at;

	if (!head_around(result, &line, &function, &here) ||
	    !head_find(theirs->text, theirs->size, &function, &there))
		return false;
	at = bytes_find(there.body.text, there.body.size, line.text, line.size);
	if (!at)
		return false;
	*out = *name;
	out->text = at + (name->text - line.text);
	return true;
}

/**
 * struct taking - what the headers that are reached say that a function takes
 * @given: to it
 * @fits: what it is given here, for all that can be told
 * @other: or what it is given upstream
 */
struct taking {
	const struct given *given;
	bool fits;
	bool other;
};

/* what upstream's variable is, or the same structure otherwise; a number or "void *" is neither */
static bool is_other(const struct given *given, const struct lex *tag, guint stars)
{
	return lex_same(tag, &given->here) ? stars < 2 && stars != given->stars :
					     lex_same(tag, &given->there) && stars == given->stars;
}

static void look_into(struct taking *taking, const struct extract *text)
{
	const struct given *given = taking->given;
	const char *at = text->text;
	struct head head;
	struct lex tag;
	guint stars;

	/* there may be one in each arm of an #if */
	while (!taking->fits && head_next(text->text, text->size, &at, &given->called, &head))
		if (parameter_tag(head.parameters, given->place, &tag, &stars) &&
		    is_other(given, &tag, stars))
			taking->other = true;
		else
			taking->fits = true;
}

static bool look_into_header(void *data, struct header *header)
{
	struct taking *taking = data;
	const struct lex *name = &taking->given->called;
	struct extract text;

	if (header_naming(header, name->text, name->size, &text))
		look_into(taking, &text);
	return !taking->fits;
}

/* does the function take something else, wherever it is declared? */
static bool takes_other(const struct suspect *suspect, const struct given *given)
{
	const struct warn_input *input = suspect->input;
	struct taking taking = { .given = given };

	look_into(&taking, &suspect->result);
	if (!taking.fits && !taking.other && input->headers)
		headers_reach(input->headers, input->path, input->result, look_into_header,
			      &taking);
	return taking.other && !taking.fits;
}

/* of a macro's parameters, which a line begins with: the name of the one at @place */
static bool macro_parameter(const struct line *macro, guint place, struct lex *out)
{
	guint at = 0;

	lex_init(out, macro->text, macro->size);
	if (!macro->size || *macro->text != '(' || lex_next(out) != LEX_PUNCT)
		return false;
	while (lex_next(out) == LEX_WORD) {
		if (at++ == place)
			return true;
		if (lex_next(out) != LEX_PUNCT || *out->text != ',')
			return false;
	}
	return false;
}

/* "(name)", and no call: "f(name)" */
static bool is_enclosed(const struct before *before, const struct lex *next)
{
	const struct lex *front = &before->before_last;

	return *next->text == ')' && *before->last.text == '(' && *front->text != ')' &&
	       !byte_is_word(*front->text);
}

/* "name.", "name->", or either with the name in parentheses; "->name" is not it */
static bool read_member(const struct lex *name, const struct before *before, guint *stars)
{
	struct lex next = *name;
	enum lex_kind kind = lex_next(&next);

	if (*before->last.text == '.' || *before->last.text == '-' || *before->last.text == '#')
		return false;
	if (kind == LEX_PUNCT && is_enclosed(before, &next))
		kind = lex_next(&next);
	*stars = kind == LEX_MEMBER && *next.text == '-';
	return kind == LEX_MEMBER;
}

/* what the macro takes at @place: a structure, or a pointer to one, of which it wants a member */
static bool macro_takes(const struct line *macro, guint place, guint *stars)
{
	struct before before;
	struct lex parameter, lex;

	if (!macro_parameter(macro, place, &parameter))
		return false;
	lex = parameter;
	before = (struct before){ lex, lex };
	for (enum lex_kind kind; (kind = lex_next(&lex)) != LEX_END;
	     before = (struct before){ lex, before.last })
		if (kind == LEX_WORD && lex_same(&lex, &parameter) &&
		    read_member(&lex, &before, stars))
			return true;
	return false;
}

/**
 * struct macro - what a version of the file knows a macro as
 * @given: to it
 * @found: there is one of that name, and it takes @stars
 * @clear: there is no other one
 */
struct macro {
	const struct given *given;
	guint stars;
	bool found;
	bool clear;
};

static void look_for_macro(struct macro *macro, const struct extract *text)
{
	const struct given *given = macro->given;
	struct line line;
	guint stars;

	if (!macro_find(text->text, text->size, &given->called, &line) ||
	    !macro_takes(&line, given->place, &stars))
		return;
	macro->clear = !macro->found || macro->stars == stars;
	macro->found = true;
	macro->stars = stars;
}

static bool look_for_macro_in(void *data, struct header *header)
{
	struct macro *macro = data;
	struct extract text;

	if (header_naming(header, macro->given->called.text, macro->given->called.size, &text))
		look_for_macro(macro, &text);
	return !macro->found || macro->clear;
}

/* does a version of the file have a macro that takes so many stars? */
static bool macro_takes_so(const struct given *given, guint stars, GBytes *bytes, const char *path,
			   struct headers *headers)
{
	const struct extract text = extract_of(bytes);
	struct macro macro = { .given = given };

	look_for_macro(&macro, &text);
	if (!macro.found && headers && path)
		headers_reach(headers, path, bytes, look_for_macro_in, &macro);
	return macro.found && macro.clear && macro.stars == stars;
}

static bool macro_takes_other(const struct suspect *suspect, const struct given *given)
{
	const struct warn_input *input = suspect->input;

	return is_macro_name(&given->called) && lex_same(&given->here, &given->there) &&
	       macro_takes_so(given, !given->stars, input->result, input->path, input->headers) &&
	       macro_takes_so(given, given->stars, input->theirs, input->base_path,
			      input->upstream_headers);
}

static void tell(struct suspect *suspect, const struct given *given, const struct lex *name)
{
	if (lex_same(&given->here, &given->there))
		add_stringf(suspect->warnings, "'%.*s' takes '%.*s' %s here",
			    (int)given->called.size, given->called.text, (int)name->size,
			    name->text, given->stars ? "itself, and no pointer," : "by a pointer");
	else
		add_stringf(suspect->warnings, "'%.*s' takes a 'struct %.*s', and '%.*s' is a "
			    "'struct %.*s' here", (int)given->called.size, given->called.text,
			    (int)given->there.size, given->there.text, (int)name->size, name->text,
			    (int)given->here.size, given->here.text);
}

/* @address: its address is given; else a function that this file calls already is known to fit */
static void check_variable(struct suspect *suspect, const struct lex *name, bool address)
{
	const struct extract *result = &suspect->result;
	const char *at = name->text - address;
	const char *token = at;
	struct given given;
	struct lex there;
	guint stars;

	if (!open_call(result, &at, &given.called) ||
	    (!address && !told_new(suspect, &given.called)) ||
	    !read_tag(result, name, &given.here, &given.stars) ||
	    !find_there(suspect, name, &there) ||
	    !read_tag(&suspect->theirs, &there, &given.there, &stars) || stars != given.stars)
		return;
	given.stars += address;
	if (given.stars <= 1 &&
	    read_place(at, result->text + result->size, token, &given.place) &&
	    (takes_other(suspect, &given) || macro_takes_other(suspect, &given)))
		tell(suspect, &given, name);
}

/* "(name," and "(&name,", or another argument */
static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	struct lex lex, next, last = { .text = ";", .size = 1 }, before_last = last;
	/* where both versions are the same, a variable is */
	const bool differs = suspect_differs(suspect);
	enum lex_kind kind, before = LEX_PUNCT;

	for (lex_init(&lex, added->text, added->size); (kind = lex_next(&lex)) != LEX_END;
	     before = kind, before_last = last, last = lex) {
		const bool address = *last.text == '&' && last.text + 1 == lex.text;
		const struct lex *front = address ? &before_last : &last;

		next = lex;
		if (kind == LEX_WORD && before == LEX_PUNCT && (address || differs) &&
		    strchr("(,", *front->text) &&
		    g_ascii_islower(*lex.text) && !lex.directive &&
		    lex_next(&next) == LEX_PUNCT && strchr("),", *next.text) &&
		    seen->list->len < SEARCHES_MAX &&
		    bag_add(seen, lex_hash_tagged(lex.text, lex.size, address)))
			check_variable(suspect, &lex, address);
	}
}

void suspect_given(struct suspect *suspect)
{
	suspect_each_added(suspect, look_at);
}
