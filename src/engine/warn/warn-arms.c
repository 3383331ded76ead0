// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that came into one arm of an "#if" with two, where upstream has the
 * code once: the other arm may need them too.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/limits.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/warn/suspect.h"

/* #ifs nest no deeper; what is further inside is passed over */
#define DEPTH_MAX 16

/* tokens of lines that are looked for */
#define TOKENS_MAX 20

/**
 * struct arms - an #if
 * @from, @to: from its line to behind that of its #endif
 * @head: its line, trimmed
 * @several: it has an #else or #elif
 */
struct arms {
	const char *from;
	const char *to;
	struct line head;
	bool several;
};

static bool text_starts(const struct line *text, const char *with)
{
	return text->size >= strlen(with) && !memcmp(text->text, with, strlen(with));
}

/* what follows the '#' on a directive's line; an empty one for other lines */
static struct line directive_of(const struct line *line)
{
	struct line text = text_trim(line);

	if (!text.size || *text.text != '#')
		return (struct line){ "", 0 };
	text = (struct line){ text.text + 1, text.size - 1 };
	return text_trim(&text);
}

/**
 * struct nest - the #ifs that are open at a line
 * @found: struct arms, those with several arms that have ended
 */
struct nest {
	struct arms open[DEPTH_MAX];
	guint depth;
	GArray *found;
};

static void nest_open(struct nest *nest, const struct line *line)
{
	if (nest->depth < DEPTH_MAX)
		nest->open[nest->depth] = (struct arms){ .from = line->text,
							 .head = text_trim(line) };
	nest->depth++;
}

static void nest_close(struct nest *nest, const char *end)
{
	if (!nest->depth || nest->depth-- > DEPTH_MAX || !nest->open[nest->depth].several)
		return;
	nest->open[nest->depth].to = end;
	g_array_append_val(nest->found, nest->open[nest->depth]);
}

static void nest_line(struct nest *nest, const struct line *line)
{
	const struct line word = directive_of(line);

	if (text_starts(&word, "if"))
		nest_open(nest, line);
	else if (text_starts(&word, "endif"))
		nest_close(nest, line->text + line->size);
	else if (text_starts(&word, "el") && nest->depth && nest->depth <= DEPTH_MAX)
		nest->open[nest->depth - 1].several = true;
}

/* the next line that begins with '#'; NULL for none */
static const char *next_directive(const char *at, const char *end)
{
	const char *newline = at < end ? bytes_find(at, end - at, "\n#", strlen("\n#")) : NULL;

	return newline ? newline + 1 : NULL;
}

/* those of a text with several arms, the inner ones first: struct arms */
static GArray *find_arms(const struct extract *where)
{
	struct nest nest = { .found = g_array_new(FALSE, FALSE, sizeof(struct arms)) };
	const char *at = where->text, *end = at + where->size;

	if (at < end && *at != '#')
		at = next_directive(at, end);
	while (at && at < end) {
		const struct line line = text_line_from(at, end);

		nest_line(&nest, &line);
		at = next_directive(at + line.size - 1, end);
	}
	return nest.found;
}

static const struct arms *arms_around(const GArray *all, const char *at)
{
	for (guint i = 0; i < all->len; i++) {
		const struct arms *one = &g_array_index(all, struct arms, i);

		if (at >= one->from && at < one->to)
			return one;
	}
	return NULL;
}

/* does an arm of it that does not hold @at have such a line? */
static bool other_arm_has(const struct arms *arms, const char *at,
			  bool (*is_such)(const struct line *line, const struct lex *name),
			  const struct lex *name)
{
	struct line rest = { arms->from, arms->to - arms->from }, line;
	bool own = false, met = false, found = false;
	guint depth = 0;

	while (text_take_line(&rest, &line)) {
		const struct line word = directive_of(&line);

		depth += text_starts(&word, "if");
		depth -= text_starts(&word, "endif");
		/* those of one inside are in an arm of this one */
		if ((text_starts(&word, "el") && depth == 1) || !rest.size) {
			found |= met && !own;
			own = met = false;
		}
		own |= at >= line.text && at < rest.text;
		met |= is_such(&line, name);
	}
	return found;
}

static bool names_it(const struct line *line, const struct lex *name)
{
	return text_mentions(line->text, line->size, name->text, name->size);
}

/* a statement, and not just "return 0;" */
static bool is_statement(const struct line *line, const struct lex *name)
{
	const struct line text = text_trim(line);

	(void)name;
	return g_ascii_isspace(*line->text) && memchr(line->text, ';', line->size) &&
	       !text_begins_with(&text, "return");
}

/* does another arm do something with what the lines name? A stub does not */
static bool concerns_others(const struct arms *arms, const struct line *added)
{
	enum lex_kind kind;
	guint tokens = 0;
	bool met = false;
	struct lex lex;

	if (!other_arm_has(arms, added->text, is_statement, NULL))
		return false;
	lex_init(&lex, added->text, added->size);
	while (!met && tokens++ < TOKENS_MAX && (kind = lex_next(&lex)) != LEX_END)
		met = kind == LEX_WORD && !lex_keyword(lex.text, lex.size) &&
		      other_arm_has(arms, added->text, names_it, &lex);
	return met;
}

/* does an #endif below end an #if above? Told without what is above, where most of a file is */
static bool is_enclosed(const struct extract *where, const struct line *lines)
{
	const char *end = where->text + where->size, *at = lines->text + lines->size;
	guint depth = 0;

	for (at = next_directive(at - 1, end); at; at = next_directive(at, end)) {
		const struct line line = text_line_from(at, end), word = directive_of(&line);

		depth += text_starts(&word, "if");
		if (text_starts(&word, "endif") && !depth--)
			return true;
	}
	return false;
}

/* an #if around lines that came, of which upstream's file has nothing; NULL for none */
static const struct arms *arms_here(const struct suspect *suspect, const struct line *added,
				    const GArray *here)
{
	const struct extract *theirs = &suspect->theirs;
	const struct arms *arms = arms_around(here, added->text);
	const char *at = arms ? extract_find(theirs, added) : NULL;
	g_autoptr(GArray) there = NULL;

	if (!at || text_next_line(theirs->text, theirs->size, theirs->text, &arms->head) ||
	    !concerns_others(arms, added))
		return NULL;
	there = find_arms(theirs);
	return arms_around(there, at) ? NULL : arms;
}

void suspect_arms(struct suspect *suspect)
{
	const struct extract *result = &suspect->result;
	g_autoptr(GArray) here = NULL;
	const struct arms *arms = NULL;
	struct line added;

	if (g_bytes_equal(suspect->input->base, suspect->input->ours))
		return;
	for (guint i = 0; !arms && i < SEARCHES_MAX && suspect_added(suspect, i, &added); i++) {
		if (!added.size || !is_enclosed(result, &added))
			continue;
		if (!here)
			here = find_arms(result);
		arms = arms_here(suspect, &added, here);
	}
	if (arms)
		add_stringf(suspect->warnings, "the change is in one arm of '%.*s' in line %u, "
			    "which upstream does not have", (int)MIN(arms->head.size, SHOWN_MAX),
			    arms->head.text,
			    text_line_at(result->text, arms->from - result->text));
}
