// SPDX-License-Identifier: GPL-2.0-only
#include "engine/merge/diff3.h"

#include <string.h>

#include "engine/code/text.h"

/* a merge on its way: the next change of each side, and what the sides are ahead of the base */
struct walk {
	const GArray *changes[3];
	guint next[3];
	long ahead[3];
	guint *const *numbers;
	bool touching;
	GArray *pieces;
};

static const struct change *upcoming(const struct walk *walk, int side)
{
	if (!side || walk->next[side] == walk->changes[side]->len)
		return NULL;
	return &g_array_index(walk->changes[side], struct change, walk->next[side]);
}

static int first_side(const struct walk *walk)
{
	const struct change *ours = upcoming(walk, SIDE_OURS);
	const struct change *theirs = upcoming(walk, SIDE_THEIRS);

	if (!ours || !theirs)
		return ours ? SIDE_OURS : theirs ? SIDE_THEIRS : 0;
	if (ours->old_at != theirs->old_at)
		return ours->old_at < theirs->old_at ? SIDE_OURS : SIDE_THEIRS;
	return ours->old_count <= theirs->old_count ? SIDE_OURS : SIDE_THEIRS;
}

/* does a change belong to the group of changes that covers @group of the base? */
static bool collides(const struct walk *walk, const struct span *group,
		     const struct change *change)
{
	if (!walk->touching)
		return change->old_at <= group->end;
	if (group->at == group->end && change->old_at == group->at && !change->old_count)
		return true;
	return change->old_at < group->end;
}

static bool same_span(const struct walk *walk, const struct span *spans, int a, int b)
{
	size_t size = spans[a].end - spans[a].at;

	return size == spans[b].end - spans[b].at &&
	       !memcmp(walk->numbers[a] + spans[a].at, walk->numbers[b] + spans[b].at,
		       size * sizeof(guint));
}

static void add_common(struct walk *walk, size_t at, size_t end)
{
	struct piece piece = { .from = SIDE_OURS };

	if (at == end)
		return;
	for (int side = SIDE_BASE; side <= SIDE_THEIRS; side++)
		piece.spans[side] = (struct span){ at + walk->ahead[side],
						   end + walk->ahead[side] };
	g_array_append_val(walk->pieces, piece);
}

static void add_changed(struct walk *walk, struct piece *piece)
{
	if (same_span(walk, piece->spans, SIDE_OURS, SIDE_THEIRS) ||
	    same_span(walk, piece->spans, SIDE_BASE, SIDE_THEIRS))
		piece->from = SIDE_OURS;
	else if (same_span(walk, piece->spans, SIDE_BASE, SIDE_OURS))
		piece->from = SIDE_THEIRS;
	else
		piece->conflict = true;
	g_array_append_val(walk->pieces, *piece);
}

/* the changes that collide with each other, from the next one on; returns where they end */
static size_t take_group(struct walk *walk, size_t from)
{
	const struct change *change = upcoming(walk, first_side(walk));
	struct span group = { change->old_at, change->old_at + change->old_count };
	long ahead[3] = { 0, walk->ahead[SIDE_OURS], walk->ahead[SIDE_THEIRS] };
	struct piece piece = { 0 };

	add_common(walk, from, group.at);
	do {
		int side = first_side(walk);

		change = upcoming(walk, side);
		group.end = MAX(group.end, change->old_at + change->old_count);
		walk->ahead[side] += (long)change->new_count - (long)change->old_count;
		walk->next[side]++;
	} while (first_side(walk) &&
		 collides(walk, &group, upcoming(walk, first_side(walk))));
	for (int side = SIDE_BASE; side <= SIDE_THEIRS; side++)
		piece.spans[side] = (struct span){ group.at + ahead[side],
						   group.end + walk->ahead[side] };
	add_changed(walk, &piece);
	return group.end;
}

GArray *diff3(const GArray *ours, const GArray *theirs, guint *const *numbers,
	      const size_t *counts, bool touching)
{
	struct walk walk = {
		.changes = { NULL, ours, theirs },
		.numbers = numbers,
		.touching = touching,
		.pieces = g_array_new(FALSE, FALSE, sizeof(struct piece)),
	};
	size_t at = 0;

	while (first_side(&walk))
		at = take_group(&walk, at);
	add_common(&walk, at, counts[SIDE_BASE]);
	return walk.pieces;
}

GArray *diff3_of(GArray *const *sequences, bool touching)
{
	g_autoptr(GArray) ours = NULL, theirs = NULL;
	size_t counts[3];
	guint *numbers[3];
	GArray *pieces;

	text_number(sequences, 3, false, numbers);
	for (int side = SIDE_BASE; side <= SIDE_THEIRS; side++)
		counts[side] = sequences[side]->len;
	ours = sequence_diff(numbers[SIDE_BASE], counts[SIDE_BASE], numbers[SIDE_OURS],
			     counts[SIDE_OURS]);
	theirs = sequence_diff(numbers[SIDE_BASE], counts[SIDE_BASE], numbers[SIDE_THEIRS],
			       counts[SIDE_THEIRS]);
	pieces = diff3(ours, theirs, numbers, counts, touching);
	for (int side = SIDE_BASE; side <= SIDE_THEIRS; side++)
		g_free(numbers[side]);
	return pieces;
}
