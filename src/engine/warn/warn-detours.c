// SPDX-License-Identifier: GPL-2.0-only
/*
 * Upstream makes the ways out of a part of a function lead to a label; this
 * tree's function has one more there, which still returns.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/heads.h"
#include "engine/code/limits.h"
#include "engine/code/text.h"
#include "engine/warn/suspect.h"

/**
 * struct exits - of a function, and those that go to a label
 * @jumps: "goto label"
 * @returns: all that return
 * @between: of these, those that one jump stands in front of, and one behind
 * @first: the first of them
 */
struct exits {
	guint jumps;
	guint returns;
	guint between;
	const char *first;
};

static struct exits exits_of(const struct line *body, const struct lex *label)
{
	struct exits exits = { .jumps = 0 };
	const char *first = NULL;
	enum lex_kind kind;
	guint since = 0;
	struct lex lex;

	lex_init(&lex, body->text, body->size);
	while ((kind = lex_next(&lex)) != LEX_END) {
		if (kind != LEX_WORD || lex.directive)
			continue;
		if (lex_is(&lex, "return")) {
			exits.returns++;
			first = since++ ? first : lex.text;
		} else if (lex_is(&lex, "goto") && lex_next(&lex) == LEX_WORD &&
			   lex_same(&lex, label)) {
			if (exits.jumps++ && since && !exits.between)
				exits.first = first;
			exits.between += exits.jumps > 1 ? since : 0;
			since = 0;
		}
	}
	return exits;
}

/* "return ret;" */
static struct line statement_at(const char *from, const struct line *body)
{
	const char *end = body->text + body->size;
	const char *behind = memchr(from, ';', end - from);

	return (struct line){ from, (behind ?: end) - from };
}

static guint count_of(const struct line *body, const struct line *statement)
{
	const char *end = body->text + body->size, *at = body->text;
	guint count = 0;

	for (; (at = bytes_find(at, end - at, statement->text, statement->size)); at++)
		count++;
	return count;
}

/*
 * Upstream's function has more jumps now, fewer that return, by such a statement as well, and none
 * of these between jumps
 */
static bool is_led(const struct suspect *suspect, const struct lex *function,
		   const struct lex *label, const struct line *statement)
{
	const struct extract *base = &suspect->base, *theirs = &suspect->theirs;
	struct head before, after;
	struct exits were, are;

	if (!head_find(base->text, base->size, function, &before) ||
	    !head_find(theirs->text, theirs->size, function, &after))
		return false;
	were = exits_of(&before.body, label);
	are = exits_of(&after.body, label);
	return are.jumps > were.jumps && are.returns < were.returns && !are.between &&
	       count_of(&after.body, statement) < count_of(&before.body, statement);
}

static void check(struct suspect *suspect, const struct line *added, const struct lex *label)
{
	const struct extract *result = &suspect->result, *ours = &suspect->ours;
	g_autofree char *warning = NULL;
	struct head here, before;
	struct line statement;
	struct lex function;
	struct exits exits;

	if (!head_around(result, added, &function, &here) ||
	    !head_find(ours->text, ours->size, &function, &before))
		return;
	exits = exits_of(&here.body, label);
	if (!exits.between || exits_of(&before.body, label).between)
		return;
	statement = statement_at(exits.first, &here.body);
	if (!is_led(suspect, &function, label, &statement))
		return;
	warning = g_strdup_printf("line %u returns, where upstream makes '%.*s' go to '%.*s'",
				  text_line_at(result->text, exits.first - result->text),
				  (int)function.size, function.text, (int)label->size,
				  label->text);
	add_string_once(suspect->warnings, warning);
}

/* @left: so many labels are looked at */
static void look_at(struct suspect *suspect, const struct line *added, guint *left)
{
	enum lex_kind kind;
	struct bag seen;
	struct lex lex;

	bag_init(&seen);
	lex_init(&lex, added->text, added->size);
	while (*left && (kind = lex_next(&lex)) != LEX_END) {
		if (kind != LEX_WORD || !lex_is(&lex, "goto") || lex_next(&lex) != LEX_WORD ||
		    !bag_add(&seen, lex_hash(lex.text, lex.size)))
			continue;
		check(suspect, added, &lex);
		--*left;
	}
	bag_clear(&seen);
}

void suspect_detours(struct suspect *suspect)
{
	const struct part_changes *here;
	guint left = SEARCHES_MAX;
	struct line added;

	if (!suspect_differs(suspect) ||
	    !bytes_find(suspect->result.text + suspect->result.from,
			suspect->result.to - suspect->result.from, "goto", 4))
		return;
	here = suspect_here(suspect);
	for (guint i = 0; here->changes->len <= SEARCHES_MAX && suspect_added(suspect, i, &added);
	     i++)
		look_at(suspect, &added, &left);
}
