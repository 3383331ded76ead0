// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a function returns is used in lines that came, and this tree's function of that name returns
 * nothing: "put_cred(revert_creds(cred))" where others only call revert_creds().  Where this tree's
 * file used it before, it is known to return something.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/declares.h"
#include "engine/code/heads.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/code/uses.h"
#include "engine/names/headers.h"
#include "engine/warn/warnparts.h"

/* declarations in a header that are looked at: in more than these nobody knows */
#define HEADS_MAX 100

/**
 * struct value - what is told of a function
 * @name: its name
 * @none: a declaration says that it returns nothing
 * @some: another one says something else; or a macro is called so
 * @where: gets the header with the first; NULL for the file itself
 */
struct value {
	const struct lex *name;
	bool none;
	bool some;
	char *where;
};

/* there may be a declaration in each arm of an #if */
static void look_into(struct value *value, const struct extract *text, const char *where)
{
	const char *at = text->text;
	struct head head;
	guint left = HEADS_MAX;

	value->some |= text_defines(text->text, text->size, value->name);
	while (!value->some && head_next(text->text, text->size, &at, value->name, &head)) {
		if (head.kind != VALUE_NONE || !left--)
			value->some = true;
		else if (!value->none)
			value->where = g_strdup(where);
		value->none = true;
	}
}

static bool look_into_header(void *data, struct header *header)
{
	struct value *value = data;
	struct extract text;

	if (header_naming(header, value->name->text, value->name->size, &text))
		look_into(value, &text, header_path(header));
	return !value->some;
}

static bool returns_nothing(const struct suspect *suspect, struct value *value)
{
	const struct warn_input *input = suspect->input;

	look_into(value, &suspect->result, NULL);
	return (value->none || value->some || !input->headers ||
		headers_reach(input->headers, input->path, input->result, look_into_header,
			      value)) &&
	       value->none && !value->some;
}

/* a macro may take a statement: then upstream's function returns nothing either */
static bool returns_something_there(const struct suspect *suspect, const struct lex *name)
{
	const struct warn_input *input = suspect->input;
	struct value value = { .name = name };

	look_into(&value, &suspect->theirs, NULL);
	if (!value.none && !value.some && input->upstream_headers && input->base_path)
		headers_reach(input->upstream_headers, input->base_path, input->theirs,
			      look_into_header, &value);
	g_free(value.where);
	return value.some;
}

/* a parameter or a variable that points to a function: "(*name)" */
static bool is_local(const struct suspect *suspect, const struct lex *name)
{
	const struct extract function =
		extract_definition(&suspect->result, name->text, name->text + name->size);
	const char *at = function.text, *end = name->text;

	for (; (at = text_mention(at, end, function.text, function.size, name->text, name->size));
	     at += name->size)
		if (at > function.text && at[-1] == '*' && at[name->size] == ')')
			return true;
	return false;
}

/* "if (f())", "g(f())", but not "for (f();;)", nor what a macro may make a statement of */
static bool is_argument(const struct extract *result, const struct lex *name,
			const struct lex *last)
{
	static const char *const asking[] = { "if", "while", "switch", NULL };
	const struct line word = text_word_before(result->text, last->text);
	const char *at = name->text;
	struct lex around;

	if (*last->text == '(' && is_any_of(word.text, word.size, asking))
		return true;
	return open_call(result, &at, &around) && !lex_keyword(around.text, around.size) &&
	       !is_macro_name(&around);
}

/* in a function that returns nothing itself, a compiler lets "return f();" pass */
static bool is_returned(const struct extract *result, const struct lex *name)
{
	const struct line line = text_line_around(result->text, result->size, name->text);
	struct lex function;
	struct head head;

	return head_around(result, &line, &function, &head) && head.kind != VALUE_NONE &&
	       head.kind != VALUE_UNKNOWN;
}

static bool is_used(const struct extract *result, const struct lex *name, enum lex_kind before,
		    const struct lex *last)
{
	if (before == LEX_WORD)
		return lex_is(last, "return") && is_returned(result, name);
	if (before != LEX_PUNCT)
		return false;
	return strchr("=!|<>+-", *last->text) ||
	       (strchr("(,", *last->text) && is_argument(result, name, last));
}

static void check_call(struct suspect *suspect, const struct lex *name)
{
	struct value value = { .name = name };
	g_autofree char *where = NULL;

	if (text_uses_value(&suspect->ours, name) || is_local(suspect, name))
		return;
	if (returns_nothing(suspect, &value) && returns_something_there(suspect, name)) {
		where = value.where ? g_strdup_printf(" (%s)", value.where) : g_strdup("");
		add_stringf(suspect->warnings, "'%.*s' returns nothing here%s, and its value is "
			    "used", (int)name->size, name->text, where);
	}
	g_free(value.where);
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	const struct extract *result = &suspect->result;
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, next, last = { .text = ";", .size = 1 };

	lex_init_within(&lex, result->text, added->text, added->text + added->size);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind, last = lex) {
		next = lex;
		if (kind == LEX_WORD && !lex.directive && lex_next(&next) == LEX_PUNCT &&
		    *next.text == '(' && !lex_keyword(lex.text, lex.size) && !is_macro_name(&lex) &&
		    seen->list->len < SEARCHES_MAX &&
		    bag_add(seen, lex_hash_tagged(lex.text, lex.size, *last.text)) &&
		    is_used(result, &lex, before, &last))
			check_call(suspect, &lex);
	}
}

void suspect_void(struct suspect *suspect)
{
	suspect_each_added(suspect, look_at);
}
