// SPDX-License-Identifier: GPL-2.0-only
/*
 * A merge puts what upstream adds where one of its neighbours stands.  Where
 * the other one has another place in the function here, the addition may come
 * too late or too early: memset() behind what it is to be in front of.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/text.h"
#include "engine/doubt/doubtparts.h"

/* shorter lines, such as "return ret;", tell nothing of a place */
#define DISTINCT 12

/* so far from an addition a line is a neighbour */
#define NEAR 3

/* lines of a function in which calls are compared with each other */
#define LINES_MAX 500

/* a part of a name that is shorter stands for nothing */
#define PART_MIN 3

/* a call here has so many of the words that upstream's is about, and may be called otherwise */
#define SAME_CALL 0.6

static struct line line_at(const GArray *lines, size_t i)
{
	return text_trim(&g_array_index(lines, struct line, i));
}

/* how often a line stands among those of a definition; @place: the last of them */
static guint count_places(const GArray *lines, const struct cregion *where,
			  const struct line *wanted, size_t *place)
{
	return text_count_line(lines, where->first - 1, MIN(where->last, lines->len), wanted,
			       place);
}

/* the one place; -1 when there is none, or several */
static long only_place(const GArray *lines, const struct cregion *where, const struct line *wanted)
{
	size_t place;

	return count_places(lines, where, wanted, &place) == 1 ? (long)place : -1;
}

/* where the result has an addition of upstream's; NULL where it is not as upstream has it */
static const struct change *find_added(struct scene *scene, const struct change *added)
{
	const GArray *theirs = scene_lines(scene, THEIRS), *result = scene_lines(scene, RESULT);

	for (guint i = 0; i < scene->here->len; i++) {
		const struct change *change = &g_array_index(scene->here, struct change, i);
		bool same = change->new_count == added->new_count && !change->old_count;

		for (size_t k = 0; same && k < added->new_count; k++) {
			struct line here = line_at(result, change->new_at + k);
			struct line there = line_at(theirs, added->new_at + k);

			same = text_same(&here, &there);
		}
		if (same)
			return change;
	}
	return NULL;
}

/* a line that upstream has on one side of the addition, and this tree on the other */
static char *crossed(struct scene *scene, const struct cregion *there, const struct cregion *here,
		     const struct change *added, const struct change *change)
{
	const GArray *base = scene_lines(scene, BASE), *ours = scene_lines(scene, OURS);

	for (long i = (long)added->old_at - NEAR; i < (long)added->old_at + NEAR; i++) {
		bool before = i < (long)added->old_at;
		struct line line;
		long place;

		if (i < (long)there->open || i + 1 >= (long)there->last)
			continue;
		line = line_at(base, i);
		if (line.size < DISTINCT || only_place(base, there, &line) < 0)
			continue;
		place = only_place(ours, here, &line);
		if (place < 0 || (before ? place < (long)change->old_at :
					   place >= (long)change->old_at))
			continue;
		return g_strdup_printf("upstream adds %s '%.*s', which stands on the other side "
				       "here", before ? "behind" : "in front of",
				       (int)MIN(line.size, 60), line.text);
	}
	return NULL;
}

/* the next line above, or below, that is not empty; -1 for none */
static long next_line(const GArray *lines, long at, int step)
{
	do {
		at += step;
	} while (at >= 0 && at < (long)lines->len && !line_at(lines, at).size);
	return at < (long)lines->len ? at : -1;
}

/* how much more a line is indented than the one at @at */
static int column_from(const GArray *lines, long at, long line)
{
	return text_column(&g_array_index(lines, struct line, line)) -
	       text_column(&g_array_index(lines, struct line, at));
}

/* a block that this tree alone has ends between @at and what is next there, above or below */
static bool brace_between(struct scene *scene, long there, long at, int step)
{
	const GArray *theirs = scene_lines(scene, THEIRS), *result = scene_lines(scene, RESULT);
	const long near = next_line(theirs, there, step);
	const struct line brace = { "}", 1 };
	struct line line, neighbour;
	guint braces = 0;
	long here = at;

	if (near < 0)
		return false;
	neighbour = line_at(theirs, near);
	while ((here = next_line(result, here, step)) >= 0) {
		line = line_at(result, here);
		if (!text_same(&line, &brace))
			return braces && text_same(&line, &neighbour) &&
			       column_from(theirs, there, near) != column_from(result, at, here);
		braces++;
	}
	return false;
}

static char *other_block(struct scene *scene, const struct change *added,
			 const struct change *change)
{
	const size_t last = added->new_count - 1;
	const bool above = brace_between(scene, added->new_at, change->new_at, -1);

	if (!above && !brace_between(scene, added->new_at + last, change->new_at + last, 1))
		return NULL;
	return g_strdup_printf("a block ends %s line %zu, and not upstream", above ? "above" :
			       "below", above ? change->new_at + 1 : change->new_at + last + 1);
}

static char *order_of(struct scene *scene, const struct change *added)
{
	const struct change *change = added->old_count ? NULL : find_added(scene, added);
	const struct cregion *there, *here;

	if (!change)
		return NULL;
	there = csource_at(scene_source(scene, BASE), added->old_at + 1);
	here = csource_at(scene_source(scene, OURS), change->old_at + 1);
	if (!there || !here || there->kind != CREGION_FUNCTION || here->kind != CREGION_FUNCTION)
		return NULL;
	return crossed(scene, there, here, added, change) ?: other_block(scene, added, change);
}

/* "(rd, act)" of "fixup_status(rd, act);", a statement of its own; empty for anything else */
static struct line arguments_of(const struct line *statement)
{
	const char *open = memchr(statement->text, '(', statement->size);
	gsize size = open ? statement->text + statement->size - open : 0;

	if (!size || open[size - 1] != ';' || !byte_is_word(open[-1]))
		return (struct line){ open, 0 };
	for (const char *at = statement->text; at < open; at++)
		if (!byte_is_word(*at))
			return (struct line){ open, 0 };
	return (struct line){ open, size };
}

/**
 * struct functions - the same one in all versions
 * @of: of each
 */
struct functions {
	const struct cregion *of[VERSIONS];
};

static bool find_functions(struct scene *scene, const struct change *added, struct functions *out)
{
	const struct cregion *base = csource_at(scene_source(scene, BASE), added->old_at + 1);

	if (!base || base->kind != CREGION_FUNCTION || !base->name)
		return false;
	for (int i = 0; i < VERSIONS; i++) {
		out->of[i] = csource_function(scene_source(scene, i), base->name);
		if (!out->of[i] || out->of[i]->last - out->of[i]->first > LINES_MAX)
			return false;
	}
	return true;
}

static guint count_of(struct scene *scene, const struct functions *functions, int version,
		      const struct line *wanted)
{
	size_t place;

	return count_places(scene_lines(scene, version), functions->of[version], wanted, &place);
}

/* is it called with most of the same, the first of it as well? */
static bool same_call(const struct line *a, const struct line *b)
{
	const char *end = a->text, *limit = a->text + MIN(a->size, b->size);

	if (text_likeness(a->text, a->size, b->text, b->size) < SAME_CALL)
		return false;
	while (end < limit && *end == b->text[end - a->text] && *end != ',')
		end++;
	return end < limit && *end == ',' && b->text[end - a->text] == ',';
}

/* are two calls of functions whose names have a part in common? */
static bool names_alike(const struct line *a, const struct line *b)
{
	gsize size = 0;

	while (byte_is_word(b->text[size]))
		size++;
	for (const char *at = a->text; byte_is_word(*at);) {
		const char *part = at;

		while (byte_is_word(*at) && *at != '_')
			at++;
		if (at - part >= PART_MIN && name_has_part(b->text, size, part, at - part))
			return true;
		at += *at == '_';
	}
	return false;
}

/* a call that only this tree has */
static bool is_own_call(struct scene *scene, const struct functions *functions,
			const struct line *line, const struct line *wanted)
{
	const struct line own = arguments_of(line), args = arguments_of(wanted);

	return own.size && args.size && names_alike(line, wanted) && same_call(&own, &args) &&
	       !count_of(scene, functions, BASE, line) &&
	       !count_of(scene, functions, THEIRS, line) &&
	       count_of(scene, functions, OURS, line);
}

/* of @count calls that this tree has instead, where the result has the one of number @number */
static bool find_call(struct scene *scene, const struct functions *functions,
		      const struct line *wanted, guint number, guint count, long *place)
{
	const struct cregion *here = functions->of[RESULT];
	const GArray *result = scene_lines(scene, RESULT);
	guint found = 0;

	for (size_t i = here->first - 1; found <= count && i < here->last && i < result->len; i++) {
		struct line line = line_at(result, i);

		if (!is_own_call(scene, functions, &line, wanted))
			continue;
		if (found++ == number)
			*place = i;
	}
	return found == count;
}

/* the call beside an addition of upstream's, and where the result has another one for it */
static bool is_other_call(struct scene *scene, const struct functions *functions, long at,
			  struct line *line, long *call)
{
	const GArray *theirs = scene_lines(scene, THEIRS);
	size_t last;
	guint count;

	if (at < 0 || at >= (long)theirs->len)
		return false;
	*line = line_at(theirs, at);
	count = line->size < DISTINCT ? 0 : count_of(scene, functions, BASE, line);
	return count && !count_of(scene, functions, OURS, line) &&
	       find_call(scene, functions, line,
			 text_count_line(theirs, functions->of[THEIRS]->first - 1, at, line, &last),
			 count, call);
}

/* upstream's call beside an addition is another one here, and on its other side */
static char *crossed_call(struct scene *scene, const struct change *added)
{
	const struct change *change = added->old_count ? NULL : find_added(scene, added);
	const long end = added->new_at + added->new_count;
	struct functions functions;
	const char *side;
	struct line line;
	long call;

	if (!change || !find_functions(scene, added, &functions))
		return NULL;
	if (is_other_call(scene, &functions, (long)added->new_at - 1, &line, &call) &&
	    call > (long)change->new_at)
		side = "behind";
	else if (is_other_call(scene, &functions, end, &line, &call) &&
		 call < (long)change->new_at)
		side = "in front of";
	else
		return NULL;
	return g_strdup_printf("upstream adds %s '%.*s'; the call that this tree has for it is on "
			       "the other side", side, (int)MIN(line.size, 60), line.text);
}

char *scene_order(struct scene *scene)
{
	const GArray *upstream = scene_there(scene);
	char *doubt = NULL;

	for (guint i = 0; !doubt && i < upstream->len; i++) {
		const struct change *added = &g_array_index(upstream, struct change, i);

		doubt = order_of(scene, added);
		if (!doubt)
			doubt = crossed_call(scene, added);
	}
	return doubt;
}
