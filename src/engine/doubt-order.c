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

struct order {
	GArray *base;
	GArray *ours;
	GArray *theirs;
	GArray *result;
};

/* where the result has an addition of upstream's; NULL where it is not as upstream has it */
static const struct change *find_added(const struct scene *scene, const struct order *order,
				       const struct change *added)
{
	for (guint i = 0; i < scene->here->len; i++) {
		const struct change *change = &g_array_index(scene->here, struct change, i);
		bool same = change->new_count == added->new_count && !change->old_count;

		for (size_t k = 0; same && k < added->new_count; k++) {
			struct line here = line_at(order->result, change->new_at + k);
			struct line there = line_at(order->theirs, added->new_at + k);

			same = text_same(&here, &there);
		}
		if (same)
			return change;
	}
	return NULL;
}

/* a line that upstream has on one side of the addition, and this tree on the other */
static char *crossed(const struct order *order, const struct cregion *there,
		     const struct cregion *here, const struct change *added,
		     const struct change *change)
{
	for (long i = (long)added->old_at - NEAR; i < (long)added->old_at + NEAR; i++) {
		bool before = i < (long)added->old_at;
		struct line line;
		long place;

		if (i < (long)there->open || i + 1 >= (long)there->last)
			continue;
		line = line_at(order->base, i);
		if (line.size < DISTINCT || only_place(order->base, there, &line) < 0)
			continue;
		place = only_place(order->ours, here, &line);
		if (place < 0 || (before ? place < (long)change->old_at :
					   place >= (long)change->old_at))
			continue;
		return g_strdup_printf("upstream adds %s '%.*s', which stands on the other side "
				       "here", before ? "behind" : "in front of",
				       (int)MIN(line.size, 60), line.text);
	}
	return NULL;
}

static char *order_of(struct scene *scene, const struct order *order, const struct change *added)
{
	const struct change *change = added->old_count ? NULL : find_added(scene, order, added);
	const struct cregion *there, *here;

	if (!change)
		return NULL;
	there = csource_at(scene_source(scene, BASE), added->old_at + 1);
	here = csource_at(scene_source(scene, OURS), change->old_at + 1);
	if (!there || !here || there->kind != CREGION_FUNCTION || here->kind != CREGION_FUNCTION)
		return NULL;
	return crossed(order, there, here, added, change);
}

char *scene_order(struct scene *scene)
{
	struct order order = {
		.base = lines_of(scene->bytes[BASE]),
		.ours = lines_of(scene->bytes[OURS]),
		.theirs = lines_of(scene->bytes[THEIRS]),
		.result = lines_of(scene->bytes[RESULT]),
	};
	g_autoptr(GArray) upstream = line_diff(order.base, order.theirs);
	char *doubt = NULL;

	for (guint i = 0; !doubt && i < upstream->len; i++)
		doubt = order_of(scene, &order, &g_array_index(upstream, struct change, i));
	g_array_unref(order.base);
	g_array_unref(order.ours);
	g_array_unref(order.theirs);
	g_array_unref(order.result);
	return doubt;
}
