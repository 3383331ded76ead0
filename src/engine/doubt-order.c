// SPDX-License-Identifier: GPL-2.0-only
/*
 * A merge puts what upstream adds where one of its neighbours stands.  Where
 * the other one has another place in the function here, the addition may come
 * too late or too early: memset() behind what it is to be in front of.
 */
#include "engine/doubtparts.h"
#include "engine/text.h"

/* shorter lines, such as "return ret;", tell nothing of a place */
#define DISTINCT 12

/* so far from an addition a line is a neighbour */
#define NEAR 3

static struct line line_at(const GArray *lines, size_t i)
{
	return text_trim(&g_array_index(lines, struct line, i));
}

/* the one place of a line among those of a definition; -1 when there is none, or several */
static long only_place(const GArray *lines, const struct cregion *where, const struct line *wanted)
{
	long place = -1;

	for (size_t i = where->first - 1; i < where->last && i < lines->len; i++) {
		struct line line = line_at(lines, i);

		if (!text_same(&line, wanted))
			continue;
		if (place >= 0)
			return -1;
		place = i;
	}
	return place;
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
	return crossed(scene, there, here, added, change);
}

char *scene_order(struct scene *scene)
{
	const GArray *upstream = scene_there(scene);
	char *doubt = NULL;

	for (guint i = 0; !doubt && i < upstream->len; i++)
		doubt = order_of(scene, &g_array_index(upstream, struct change, i));
	return doubt;
}
