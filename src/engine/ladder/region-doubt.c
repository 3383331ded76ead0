// SPDX-License-Identifier: GPL-2.0-only
/*
 * What speaks against a conflict's resolution that looks good, from the three
 * texts alone.  Measured on 1,060 files that only touching changes resolve:
 * where both sides add lines that are alike, .61 to .85 are right; where upstream
 * inserts beside a line that ours has another one for, .46; the rest, .94.
 */
#include "engine/code/lex.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/ladder/region.h"

/* shorter lines are alike by chance */
#define DISTINCT 8

/* more lines than this are not compared with each other */
#define MANY_LINES 80

/* a conflict of more lines is not looked at: too long for anybody to trust it */
#define LONG_CONFLICT 2000

/* share of words that two added lines have in common; the second opinion makes up for some */
#define ALIKE 0.4
#define ALIKE_AGREED 0.6

/* a line beside an insertion that has less in common with the base's is another line */
#define SAME_ANCHOR 0.5

/* code of fewer lines that ours lacks may stand here in other words */
#define FEW_LINES 8

static bool has_line(const GArray *lines, const struct line *wanted)
{
	for (guint i = 0; i < lines->len; i++) {
		struct line line = text_trim(&g_array_index(lines, struct line, i));

		if (text_same(&line, wanted))
			return true;
	}
	return false;
}

/* distinct lines that a side has and the base has not, trimmed */
static GArray *added(const GArray *base, const GArray *side)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct line));

	for (guint i = 0; i < side->len && lines->len < MANY_LINES; i++) {
		struct line line = text_trim(&g_array_index(side, struct line, i));

		if (line.size > DISTINCT && !has_line(base, &line))
			g_array_append_val(lines, line);
	}
	return lines;
}

static double likeness(const struct line *a, const struct line *b)
{
	return text_likeness(a->text, a->size, b->text, b->size);
}

static bool both_add_alike(const GArray *base, const GArray *ours, const GArray *theirs,
			   double alike)
{
	g_autoptr(GArray) x = added(base, ours), y = added(base, theirs);

	for (guint i = 0; i < x->len; i++)
		for (guint k = 0; k < y->len; k++)
			if (likeness(&g_array_index(x, struct line, i),
				     &g_array_index(y, struct line, k)) >= alike)
				return true;
	return false;
}

static bool other_anchor(const GArray *base, const GArray *ours, size_t at)
{
	const struct line *there, *here;

	if (!base->len || !ours->len || (at && at < base->len))
		return false;
	there = &g_array_index(base, struct line, at ? base->len - 1 : 0);
	here = &g_array_index(ours, struct line, at ? ours->len - 1 : 0);
	return !text_alike(there->text, there->size, here->text, here->size) &&
	       likeness(there, here) < SAME_ANCHOR;
}

/* upstream only inserts, at an end of the conflict where ours has another line */
static bool loses_anchor(GArray *base, GArray *ours, GArray *theirs)
{
	GArray *both[] = { base, theirs };
	g_autoptr(GArray) changes = NULL;
	guint *numbers[2];
	bool loses = false;

	text_number(both, 2, false, numbers);
	changes = sequence_diff(numbers[0], base->len, numbers[1], theirs->len);
	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		if (change->old_count) {
			loses = false;
			break;
		}
		loses |= other_anchor(base, ours, change->old_at);
	}
	g_free(numbers[0]);
	g_free(numbers[1]);
	return loses;
}

/* "name = ...": what a line sets; an empty one for another line */
static struct lex set_by(const struct line *line)
{
	const struct lex none = { .size = 0 };
	struct lex lex, name;

	lex_init(&lex, line->text, line->size);
	if (lex_next(&lex) != LEX_WORD)
		return none;
	name = lex;
	return lex_next(&lex) == LEX_PUNCT && *lex.text == '=' &&
	       !(lex.at < lex.end && *lex.at == '=') ? name : none;
}

static bool is_set(const GArray *lines, const struct lex *name)
{
	for (guint i = 0; i < lines->len; i++) {
		const struct lex set = set_by(&g_array_index(lines, struct line, i));

		if (set.size && lex_same(&set, name))
			return true;
	}
	return false;
}

/* do lines that come, from @at on, read a variable? */
static bool come_and_read(const GArray *base, const GArray *theirs, guint at,
			  const struct lex *name)
{
	for (; at < theirs->len; at++) {
		struct line line = text_trim(&g_array_index(theirs, struct line, at));

		if (has_line(base, &line))
			return false;
		if (text_mentions(line.text, line.size, name->text, name->size))
			return true;
	}
	return false;
}

/* a variable that is set, and read by what upstream adds right behind; here it is not set so */
static struct lex loses_value(const GArray *base, const GArray *ours, const GArray *theirs)
{
	for (guint i = 0; i < theirs->len; i++) {
		struct line line = text_trim(&g_array_index(theirs, struct line, i));
		struct lex name = set_by(&line);

		if (name.size && line.text[line.size - 1] == ';' &&
		    has_line(base, &line) && !has_line(ours, &line) &&
		    !is_set(ours, &name) && come_and_read(base, theirs, i + 1, &name))
			return name;
	}
	return (struct lex){ .size = 0 };
}

char *region_doubt(const struct resolved *resolved, bool agrees, struct signs *signs)
{
	g_autoptr(GArray) base = lines_of(resolved->base), ours = lines_of(resolved->ours);
	g_autoptr(GArray) theirs = lines_of(resolved->theirs);
	struct lex unset;

	if (base->len + ours->len + theirs->len > LONG_CONFLICT)
		return g_strdup_printf("line %zu: a conflict of more than %d lines", resolved->line,
				       LONG_CONFLICT);
	if (!g_strcmp0(resolved->rung, "absent") && base->len < FEW_LINES) {
		signs->value[SIGN_few]++;
		return g_strdup_printf("line %zu: what upstream edits may stand here in other "
				       "words", resolved->line);
	}
	if (g_strcmp0(resolved->rung, "touching"))
		return NULL;
	unset = loses_value(base, ours, theirs);
	if (unset.size) {
		signs->value[SIGN_variables]++;
		return g_strdup_printf("line %zu: what upstream adds reads '%.*s', which is set "
				       "otherwise here", resolved->line, (int)unset.size,
				       unset.text);
	}
	if (both_add_alike(base, ours, theirs, agrees ? ALIKE_AGREED : ALIKE)) {
		signs->value[SIGN_alike]++;
		return g_strdup_printf("line %zu: both sides add lines that are much alike",
				       resolved->line);
	}
	if (!agrees && loses_anchor(base, ours, theirs)) {
		signs->value[SIGN_anchor]++;
		return g_strdup_printf("line %zu: upstream inserts beside a line that is another "
				       "one here", resolved->line);
	}
	return NULL;
}
