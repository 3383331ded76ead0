// SPDX-License-Identifier: GPL-2.0-only
#include "engine/merge.h"

#include <stdbool.h>
#include <string.h>

#include "format/linediff.h"

/* one side's changes against the base, walked in step with the other's */
struct side {
	const GArray *lines;
	const struct change *changes;
	guint count;
	guint next;
};

/* a stretch of the base with what each side made of it */
struct region {
	size_t base_at, base_end;
	size_t ours_at, ours_end;
	size_t theirs_at, theirs_end;
	bool ours_changed, theirs_changed;
};

static bool touches(const struct side *side, size_t end)
{
	return side->next < side->count && side->changes[side->next].old_at <= end;
}

/* takes the side's changes that start up to @end of the base, moving @end along */
static bool take(struct side *side, size_t *end)
{
	bool took = false;

	while (touches(side, *end)) {
		const struct change *change = &side->changes[side->next++];

		*end = MAX(*end, change->old_at + change->old_count);
		took = true;
	}
	return took;
}

/* where a side stands at a point of the base that is outside its changes */
static size_t side_at(const struct side *side, size_t base)
{
	long shift = 0;

	if (side->next) {
		const struct change *change = &side->changes[side->next - 1];

		shift = (long)(change->new_at + change->new_count) -
			(long)(change->old_at + change->old_count);
	}
	return base + shift;
}

static bool next_region(struct side *ours, struct side *theirs, size_t base_count,
			struct region *region)
{
	size_t start = base_count + 1, end;
	bool took;

	if (ours->next < ours->count)
		start = ours->changes[ours->next].old_at;
	if (theirs->next < theirs->count)
		start = MIN(start, theirs->changes[theirs->next].old_at);
	if (start > base_count)
		return false;
	*region = (struct region){ .base_at = start };
	region->ours_at = side_at(ours, start);
	region->theirs_at = side_at(theirs, start);
	end = start;
	do {
		took = false;
		if (take(ours, &end))
			took = region->ours_changed = true;
		if (take(theirs, &end))
			took = region->theirs_changed = true;
	} while (took);
	region->base_end = end;
	region->ours_end = side_at(ours, end);
	region->theirs_end = side_at(theirs, end);
	return true;
}

static bool same_lines(const GArray *a, size_t a_at, size_t a_end, const GArray *b, size_t b_at,
		       size_t b_end)
{
	if (a_end - a_at != b_end - b_at)
		return false;
	for (; a_at < a_end; a_at++, b_at++) {
		const struct line *x = &g_array_index(a, struct line, a_at);
		const struct line *y = &g_array_index(b, struct line, b_at);

		if (x->size != y->size || memcmp(x->text, y->text, x->size))
			return false;
	}
	return true;
}

static void append(GByteArray *out, const GArray *lines, size_t at, size_t end)
{
	for (; at < end; at++) {
		const struct line *line = &g_array_index(lines, struct line, at);

		g_byte_array_append(out, (const guint8 *)line->text, line->size);
	}
}

struct merge merge_lines(GBytes *base, GBytes *ours, GBytes *theirs)
{
	g_autoptr(GArray) base_lines = lines_of(base);
	g_autoptr(GArray) our_lines = lines_of(ours);
	g_autoptr(GArray) their_lines = lines_of(theirs);
	g_autoptr(GArray) our_changes = line_diff(base_lines, our_lines);
	g_autoptr(GArray) their_changes = line_diff(base_lines, their_lines);
	struct side o = { our_lines, (struct change *)our_changes->data, our_changes->len, 0 };
	struct side t = { their_lines, (struct change *)their_changes->data, their_changes->len,
			  0 };
	g_autoptr(GByteArray) out = g_byte_array_new();
	struct merge merge = { 0 };
	struct region r;
	size_t done = 0;

	while (next_region(&o, &t, base_lines->len, &r)) {
		append(out, base_lines, done, r.base_at);
		done = r.base_end;
		if (!r.ours_changed) {
			append(out, their_lines, r.theirs_at, r.theirs_end);
			continue;
		}
		append(out, our_lines, r.ours_at, r.ours_end);
		if (r.theirs_changed && !same_lines(our_lines, r.ours_at, r.ours_end, their_lines,
						    r.theirs_at, r.theirs_end)) {
			if (!merge.conflicts++)
				merge.first_line = r.ours_at + 1;
		}
	}
	append(out, base_lines, done, base_lines->len);
	if (!merge.conflicts)
		merge.bytes = g_byte_array_free_to_bytes(g_steal_pointer(&out));
	return merge;
}
