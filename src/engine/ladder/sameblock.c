// SPDX-License-Identifier: GPL-2.0-only
#include "engine/ladder/sameblock.h"

#include <string.h>

#include "engine/code/text.h"

/* shorter lines, such as "return ret;", are everywhere */
#define DISTINCT 12

/* so many lines away there is a neighbour, here and there */
#define NEAR_THERE 8
#define NEAR_HERE 60

/**
 * struct way - from a line to its neighbour
 * @to: columns that the neighbour is indented more than the line
 * @least: as few as any line between them, or one of the two, has more than the line
 * @arms: of an #if that begin or end between them
 */
struct way {
	int to;
	int least;
	int arms;
};

/* how a line stands to its neighbour, in both texts */
enum relation { RELATION_NONE, RELATION_SAME, RELATION_OTHER };

static struct line trimmed_at(const struct place *place, size_t at)
{
	return text_trim(&g_array_index(place->lines, struct line, at));
}

/* without the braces of a block that begins or ends there: one side may have none */
static struct line bare_at(const struct place *place, size_t at)
{
	struct line line = trimmed_at(place, at);

	if (line.size && line.text[line.size - 1] == '{')
		line.size--;
	if (line.size && *line.text == '}')
		line = (struct line){ line.text + 1, line.size - 1 };
	return text_trim(&line);
}

/* "#if" and the like: -1 where it ends, 1 otherwise; 0 for another line */
static int arm_of(const struct line *line)
{
	static const char *const words[] = { "if", "el", "endif" };
	struct line word;

	if (!line->size || *line->text != '#')
		return 0;
	word = (struct line){ line->text + 1, line->size - 1 };
	word = text_trim(&word);
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (word.size >= strlen(words[i]) &&
		    !memcmp(word.text, words[i], strlen(words[i])))
			return i == 2 ? -1 : 1;
	return 0;
}

/* one line further; false at the end of the text */
static bool go(const struct place *from, int step, size_t *at, struct way *way)
{
	struct line line;
	int arm;

	if ((step < 0 && !*at) || *at + step >= from->lines->len)
		return false;
	*at += step;
	line = trimmed_at(from, *at);
	arm = arm_of(&line);
	way->arms += arm;
	way->to = 0;
	if (!line.size || arm)
		return true;
	way->to = text_column(&g_array_index(from->lines, struct line, *at)) -
		  text_column(&g_array_index(from->lines, struct line, from->at));
	way->least = MIN(way->least, way->to);
	return true;
}

static int sign_of(int number)
{
	return (number > 0) - (number < 0);
}

/* where a text has other stops, only which line is indented more counts */
static bool same_way(const struct way *there, const struct way *here)
{
	if ((here->arms && here->arms != there->arms) || sign_of(here->to) != sign_of(there->to))
		return false;
	return here->to == there->to ? here->least >= there->least :
				       sign_of(here->least) >= sign_of(there->least);
}

/* the way to the next such line; false for none */
static bool find(const struct place *from, int step, const struct line *wanted, struct way *out)
{
	struct way way = { 0 };
	size_t at = from->at;

	for (int i = 0; i < NEAR_HERE && go(from, step, &at, &way); i++) {
		struct line line = bare_at(from, at);

		if (text_same(&line, wanted)) {
			*out = way;
			return true;
		}
	}
	return false;
}

/* to the next line above, or below, that both have */
static enum relation related(const struct place *there, const struct place *here, int step)
{
	struct way way = { 0 }, other = { 0 };
	size_t at = there->at;

	for (int i = 0; i < NEAR_THERE && go(there, step, &at, &way); i++) {
		struct line line = bare_at(there, at);
		if (line.size >= DISTINCT && !arm_of(&line) && find(here, step, &line, &other))
			return same_way(&way, &other) ? RELATION_SAME : RELATION_OTHER;
	}
	return RELATION_NONE;
}

/* the very next line is the same, however short it is, and ends no block */
static bool beside_same(const struct place *there, const struct place *here, int step)
{
	struct way way = { 0 }, other = { 0 };
	size_t t = there->at, h = here->at;
	struct line line, neighbour;

	if (!go(there, step, &t, &way) || !go(here, step, &h, &other))
		return false;
	line = trimmed_at(there, t);
	neighbour = trimmed_at(here, h);
	return line.size && text_same(&line, &neighbour) && !way.arms && way.least >= 0 &&
	       way.to == other.to;
}

bool same_block(const struct place *there, const struct place *here)
{
	enum relation above = related(there, here, -1), below = related(there, here, 1);

	if (above == RELATION_NONE && below == RELATION_NONE)
		return beside_same(there, here, -1) || beside_same(there, here, 1);
	return above != RELATION_OTHER && below != RELATION_OTHER;
}
