// SPDX-License-Identifier: GPL-2.0-only
/*
 * A value that lines which came return, where the function returns another
 * type here than upstream: a status of its own there, and a number here.  What
 * the function returns here already fits, whatever the types are called.
 */
#define _GNU_SOURCE /* memmem() */
#include "base/strings.h"
#include "engine/warn.h"

/**
 * struct returned - what a function returns
 * @text: where its name stands
 * @type: the word in front of the name
 * @pointer: there is a star in between
 * @count: of definitions with that name
 */
struct returned {
	const char *text;
	struct lex type;
	bool pointer;
	guint count;
};

static void read_returned(const char *text, const char *name, struct returned *out)
{
	const char *end;

	/* the places around the change are looked at twice */
	if (out->text == name || !text_type_before(text, name, &out->type) ||
	    lex_command(out->type.text, out->type.size))
		return;
	end = out->type.text + out->type.size;
	out->text = name;
	out->pointer = memchr(end, '*', name - end) != NULL;
	out->count++;
}

/* the name in front of the parentheses that a body follows */
static bool name_of(const struct extract *around, struct lex *out)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, last = { .size = 0 };
	bool closed = false;

	lex_init(&lex, around->text, around->size);
	while ((kind = lex_next(&lex)) != LEX_END) {
		char c = kind == LEX_PUNCT ? *lex.text : '\0';

		if (c == '{')
			return closed;
		closed = c == '(' && before == LEX_WORD && !lex.directive;
		if (closed) {
			*out = last;
			lex_close(&lex);
		}
		last = lex;
		before = c == '(' ? LEX_PUNCT : kind;
	}
	return false;
}

/* a text and what is found in it */
struct wanted_definition {
	const char *text;
	struct returned found;
};

static bool count_definition(void *data, const char *at, const char *end)
{
	struct wanted_definition *wanted = data;
	struct lex lex;

	lex_init(&lex, at, end - at);
	if (lex_next(&lex) != LEX_WORD || lex_next(&lex) != LEX_PUNCT || *lex.text != '(')
		return false;
	lex_close(&lex);
	if (lex_next(&lex) == LEX_PUNCT && *lex.text == '{')
		read_returned(wanted->text, at, &wanted->found);
	return false;
}

/* the only one: a macro in front of names, "NOTHROW (name (int a))", has many */
static bool find_definition(const struct extract *where, const struct lex *name,
			    struct returned *out)
{
	struct wanted_definition definition = { .text = where->text };
	const struct wanted_name wanted = { name->text, name->size, count_definition,
					    &definition };

	text_uses(where, &wanted);
	*out = definition.found;
	return out->count == 1;
}

static bool is_number(const struct returned *returned)
{
	static const char *const words[] = { "int", "long", "short", "char", "unsigned", "ssize_t",
					     "size_t", "off_t", NULL };
	const struct lex *type = &returned->type;

	return !returned->pointer &&
	       (is_any_of(type->text, type->size, words) ||
		(type->size > 3 && !memcmp(type->text + type->size - 2, "_t", 2) &&
		 memmem(type->text, type->size, "int", 3)));
}

static bool is_void(const struct returned *returned)
{
	return !returned->pointer && lex_is(&returned->type, "void");
}

/* that one returns nothing is looked at elsewhere */
static bool are_alike(const struct returned *a, const struct returned *b)
{
	return is_void(a) || is_void(b) || (is_number(a) && is_number(b)) ||
	       (a->pointer == b->pointer && lex_same(&a->type, &b->type));
}

/* does this tree's function return the very same already? */
static bool returns(const struct extract *ours, const char *name, const char *from, const char *to)
{
	const struct extract function = extract_definition(ours, name, name);

	return memmem(function.text, function.size, from, to - from) != NULL;
}

/* @from: "return x;" */
static void check_return(struct suspect *suspect, const struct extract *around, const char *from,
			 const char *to)
{
	struct returned here, there, before;
	struct lex name = { .size = 0 };

	if (!name_of(around, &name) || !find_definition(&suspect->result, &name, &here) ||
	    !find_definition(&suspect->theirs, &name, &there) || are_alike(&here, &there) ||
	    !find_definition(&suspect->ours, &name, &before) ||
	    returns(&suspect->ours, before.text, from, to))
		return;
	add_stringf(suspect->warnings, "'%.*s' returns '%.*s%s' here, and '%.*s%s' upstream",
		    (int)name.size, name.text, (int)here.type.size, here.type.text,
		    here.pointer ? " *" : "", (int)there.type.size, there.type.text,
		    there.pointer ? " *" : "");
}

/* "return;" returns nothing, and 0 is of many types */
static bool is_of_a_type(struct lex lex)
{
	lex_next(&lex);
	return *lex.text != ';' && !lex_is(&lex, "0");
}

/* the first value that the lines return; lines that a function begins or ends in are of several */
static void check_lines(struct suspect *suspect, const struct line *added)
{
	const char *from = added->text, *to = from + added->size, *end;
	const struct extract around = extract_definition(&suspect->result, from, to);
	enum lex_kind kind;
	struct lex lex;

	if (!memmem(from, added->size, "return", 6) || memmem(from, added->size, "\n}", 2) ||
	    memmem(from, added->size, "\n{", 2) || *from == '{' || *from == '}')
		return;
	lex_init_within(&lex, suspect->result.text, from, to);
	while ((kind = lex_next(&lex)) != LEX_END) {
		if (kind != LEX_WORD || lex.directive || !lex_is(&lex, "return"))
			continue;
		end = memchr(lex.text, ';', to - lex.text);
		if (end && is_of_a_type(lex)) {
			check_return(suspect, &around, lex.text, end + 1);
			return;
		}
	}
}

void suspect_returns(struct suspect *suspect)
{
	struct line added;

	if (!suspect->input->ours || !suspect->input->base || !suspect->input->theirs ||
	    suspect->input->guess || suspect_is_plain(suspect))
		return;
	for (guint i = 0; i < SEARCHES_MAX && suspect_added(suspect, i, &added); i++)
		check_lines(suspect, &added);
}
