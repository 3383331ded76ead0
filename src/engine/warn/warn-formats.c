// SPDX-License-Identifier: GPL-2.0-only
/*
 * Functions that print take any number of arguments, so that their count says
 * nothing.  But the format stands at one place among them, and where this
 * tree's file has it at another than the lines that came, the function is
 * another one here: "log(CATEGORY, "%s", ...)" of upstream's is
 * "log(context, CATEGORY, "%s", ...)", say.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/mention.h"
#include "engine/warn/suspect.h"

/* bytes of a call that are looked at */
#define CALL_LIMIT 1000

static bool is_format(enum lex_kind kind, const struct lex *lex)
{
	return kind == LEX_STRING && *lex->text == '"' && memchr(lex->text, '%', lex->size);
}

/* number of the argument, from 1, that is a format; 0 for none, and for what is no call */
static int format_of(struct lex call)
{
	const char *end = call.text + CALL_LIMIT;
	enum lex_kind kind = lex_next(&call);
	int depth = 1, argument = 1;

	if (kind != LEX_PUNCT || *call.text != '(')
		return 0;
	while (depth && (kind = lex_next(&call)) != LEX_END && call.text < end) {
		depth += lex_nesting(kind, &call);
		argument += depth == 1 && kind == LEX_PUNCT && *call.text == ',';
		if (depth == 1 && is_format(kind, &call))
			return argument;
	}
	return 0;
}

/**
 * struct wanted_call - a call that is looked for
 * @format: which argument is its format
 * @other: gets which one it is in a call that has it elsewhere; 0 for none so far
 */
struct wanted_call {
	int format;
	int other;
};

static bool has_format(void *data, const char *at, const char *end)
{
	struct wanted_call *wanted = data;
	struct lex lex;
	int format;

	lex_init(&lex, at, MIN(end - at, CALL_LIMIT));
	lex_next(&lex);
	format = format_of(lex);
	if (format && format != wanted->format)
		wanted->other = format;
	return format == wanted->format;
}

static bool text_has_format(const struct extract *where, const struct lex *name,
			    struct wanted_call *call)
{
	const struct wanted_name wanted = { name->text, name->size, has_format, call };

	return text_uses(where, &wanted);
}

static void check_call(struct suspect *suspect, const struct lex *name)
{
	struct wanted_call there = { .format = format_of(*name) }, here = { .format = 0 };

	if (!there.format || text_has_format(&suspect->ours, name, &there))
		return;
	here.format = there.other;
	/* it may be a choice, which upstream's own file makes in both ways */
	if (!here.format || text_has_format(&suspect->base, name, &here))
		return;
	add_stringf(suspect->warnings, "the format of '%.*s' is argument %d in this file, not %d",
		    (int)name->size, name->text, here.format, there.format);
}

void suspect_formats(struct suspect *suspect)
{
	struct line added;
	struct bag seen;

	if (!suspect->input->ours || suspect_is_plain(suspect))
		return;
	bag_init(&seen);
	for (guint i = 0; suspect_added(suspect, i, &added); i++) {
		enum lex_kind kind, before = LEX_PUNCT;
		struct lex lex;

		if (!memchr(added.text, '%', added.size))
			continue;
		/* a call may end behind the lines */
		lex_init(&lex, added.text, suspect->result.text + suspect->result.size -
						   added.text);
		for (; (kind = lex_next(&lex)) != LEX_END && lex.text < added.text + added.size;
		     before = kind)
			if (kind == LEX_WORD && before != LEX_MEMBER &&
			    !lex_keyword(lex.text, lex.size) &&
			    bag_add(&seen, lex_hash(lex.text, lex.size)))
				check_call(suspect, &lex);
	}
	bag_clear(&seen);
}
