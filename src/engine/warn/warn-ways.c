// SPDX-License-Identifier: GPL-2.0-only
/*
 * A way out that upstream adds as a "return", as those around it are there,
 * while those around it here jump to a label that undoes things: upstream's
 * function has them undone for it, by devm_ or __free(), and this one leaks.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/text.h"
#include "engine/warn/warnparts.h"

/**
 * struct way - out of a function
 * @at: where it is, NULL for none
 * @label: that it jumps to; empty for a return
 */
struct way {
	const char *at;
	struct lex label;
};

static bool is_way(enum lex_kind kind, const struct lex *lex)
{
	return kind == LEX_WORD && !lex->directive &&
	       (lex_is(lex, "return") || lex_is(lex, "goto"));
}

static struct way way_at(struct lex lex)
{
	struct way way = { .at = lex.text };

	if (lex_is(&lex, "goto") && lex_next(&lex) == LEX_WORD)
		way.label = lex;
	return way;
}

/* the last way out in front of a part of a function, and the first one behind it */
static void ways_around(const struct extract *where, const char *from, const char *to,
			struct way out[2])
{
	const struct extract function = extract_definition(where, from, to);
	enum lex_kind kind;
	struct lex lex;

	out[0] = out[1] = (struct way){ NULL };
	lex_init(&lex, function.text, function.size);
	while (!out[1].at && (kind = lex_next(&lex)) != LEX_END)
		if (is_way(kind, &lex) && (lex.text < from || lex.text >= to))
			out[lex.text >= to] = way_at(lex);
}

/* does it jump, and is something done behind the label before that returns? */
static bool undoes(const struct extract *where, const struct way *way)
{
	const char *at = way->at ?: where->text;
	const struct extract function = extract_definition(where, at, at);
	const char *end = function.text + function.size;
	const char *label = way->label.size ? label_behind(function.text, end, &way->label) : NULL;
	struct lex lex;

	if (!label)
		return false;
	lex_init(&lex, label, end - label);
	lex_next(&lex);
	lex_next(&lex);
	return lex_next(&lex) == LEX_WORD && !lex_is(&lex, "return");
}

/* the first "return" of lines whose value is no 0; NULL for none */
static const char *failure_in(const struct line *added)
{
	enum lex_kind kind;
	struct lex lex;

	lex_init(&lex, added->text, added->size);
	while ((kind = lex_next(&lex)) != LEX_END) {
		const char *at = lex.text;

		if (kind != LEX_WORD || lex.directive || !lex_is(&lex, "return"))
			continue;
		kind = lex_next(&lex);
		if (kind != LEX_END && *lex.text != ';' && *lex.text != '0')
			return at;
	}
	return NULL;
}

static void look_at(struct suspect *suspect, const struct line *added)
{
	const char *end = added->text + added->size, *at, *there;
	struct way here[2], upstream[2];

	at = bytes_find(added->text, added->size, "return ", strlen("return ")) ?
		     failure_in(added) : NULL;
	if (!at || bytes_find(added->text, added->size, "\n}", 2))
		return;
	ways_around(&suspect->result, added->text, end, here);
	if (!undoes(&suspect->result, &here[0]) || !undoes(&suspect->result, &here[1]))
		return;
	there = extract_find(&suspect->theirs, added);
	if (!there)
		return;
	ways_around(&suspect->theirs, there, there + added->size, upstream);
	if (!upstream[0].at || !upstream[1].at || upstream[0].label.size ||
	    upstream[1].label.size)
		return;
	add_stringf(suspect->warnings, "line %u returns, where those around it jump to '%.*s' here",
		    text_line_at(suspect->result.text, at - suspect->result.text),
		    (int)here[0].label.size, here[0].label.text);
}

void suspect_ways(struct suspect *suspect)
{
	struct line added;

	if (!suspect_differs(suspect))
		return;
	for (guint i = 0; suspect_added(suspect, i, &added); i++)
		look_at(suspect, &added);
}
