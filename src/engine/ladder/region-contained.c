// SPDX-License-Identifier: GPL-2.0-only
/*
 * Upstream's lines are in ours already, because the change came another way,
 * or one that includes it did.
 */
#include "engine/code/text.h"
#include "engine/ladder/region.h"
#include "engine/ladder/sameblock.h"
#include "engine/merge/edits.h"

/* a line of fewer bytes, such as a lone brace, proves nothing */
#define TELLING 3

/* each line is looked for among ours: not in conflicts of more lines */
#define MANY_LINES 2000

static bool is_in(const GArray *lines, const struct line *line)
{
	struct line wanted = text_trim(line);

	for (guint i = 0; i < lines->len; i++) {
		struct line here = text_trim(&g_array_index(lines, struct line, i));

		if (text_same(&here, &wanted))
			return true;
	}
	return false;
}

/* the next line of ours, from @at, that is line @k of theirs, in its block; its index + 1, or 0 */
static guint find_from(const struct tangle *tangle, guint at, size_t k)
{
	const GArray *lines = tangle->lines[SIDE_OURS];
	const struct place there = { tangle->file->theirs, k };
	struct line wanted = text_trim(&g_array_index(there.lines, struct line, k));

	for (guint i = at; i < lines->len; i++) {
		const struct place here = { tangle->file->ours, tangle->spans[SIDE_OURS].at + i };
		struct line line = text_trim(&g_array_index(lines, struct line, i));

		if (text_same(&line, &wanted) &&
		    (wanted.size <= TELLING || same_block(&there, &here)))
			return i + 1;
	}
	return 0;
}

static bool adds(const GArray *lines, const struct span *span, const struct line *line)
{
	struct line wanted = text_trim(line);

	for (size_t i = span->at; i < span->end; i++) {
		struct line here = text_trim(&g_array_index(lines, struct line, i));

		if (text_same(&here, &wanted))
			return true;
	}
	return false;
}

/* all that upstream adds stands in ours, in order, each line in its block */
static bool all_added(const struct tangle *tangle, const GArray *edits)
{
	const GArray *theirs = tangle->file->theirs;
	bool telling = false;
	guint at = 0;

	for (guint i = 0; i < edits->len; i++) {
		const struct edit *edit = &g_array_index(edits, struct edit, i);

		for (size_t k = edit->new.at; k < edit->new.end; k++) {
			const struct line *line = &g_array_index(theirs, struct line, k);

			at = find_from(tangle, at, k);
			if (!at)
				return false;
			telling |= text_trim(line).size > TELLING;
		}
	}
	return telling;
}

/* something that upstream removes is in ours, and not because upstream adds it elsewhere */
static bool some_left(const struct tangle *tangle, const GArray *edits)
{
	const GArray *base = tangle->file->base;

	for (guint i = 0; i < edits->len; i++) {
		const struct edit *edit = &g_array_index(edits, struct edit, i);

		for (size_t k = edit->old.at; k < edit->old.end; k++) {
			const struct line *line = &g_array_index(base, struct line, k);
			bool added = false;

			if (text_trim(line).size <= TELLING)
				continue;
			for (guint e = 0; e < edits->len && !added; e++)
				added = adds(tangle->file->theirs,
					     &g_array_index(edits, struct edit, e).new, line);
			if (!added && is_in(tangle->lines[SIDE_OURS], line))
				return true;
		}
	}
	return false;
}

GBytes *region_contained(struct tangle *tangle)
{
	g_autoptr(GArray) edits = NULL;

	if (tangle->lines[SIDE_OURS]->len + tangle->lines[SIDE_BASE]->len > MANY_LINES)
		return NULL;
	edits = edits_between(tangle->file, tangle->spans[SIDE_BASE], tangle->spans[SIDE_THEIRS]);
	if (!all_added(tangle, edits) || some_left(tangle, edits))
		return NULL;
	return tangle_ours(tangle);
}
