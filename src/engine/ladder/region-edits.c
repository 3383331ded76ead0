// SPDX-License-Identifier: GPL-2.0-only
/*
 * Upstream's edits of a conflict one by one: made where the old lines stand in
 * ours, once; looked for in the rest of the file where ours has nothing like
 * them.  What ours has in part is no case for a rule.  Right in .81 of its regions.
 */
#include <string.h>

#include "engine/code/text.h"
#include "engine/ladder/region.h"
#include "engine/merge/edits.h"

#define TELLING 3
#define ALIKE 0.5

/* letters of a line that hardly stands in another part of the file by chance */
#define LONG_ENOUGH 15

/* more lines of ours than this are not compared word by word */
#define MANY_LINES 400

enum fate {
	FATE_PUT,
	FATE_LEFT_OUT,
	FATE_UNKNOWN,
};

static bool only_blank(const GArray *lines, struct span span)
{
	for (size_t i = span.at; i < span.end; i++)
		if (text_trim(&g_array_index(lines, struct line, i)).size)
			return false;
	return true;
}

/* is a line of the edit worth to be looked for in the rest of the file? */
static bool may_be_elsewhere(const GArray *lines, struct span old)
{
	for (size_t i = old.at; i < old.end; i++)
		if (text_trim(&g_array_index(lines, struct line, i)).size >= LONG_ENOUGH)
			return true;
	return false;
}

/* does ours have a line that is like one of the edit's old lines, or is it? */
static bool something_like(const struct page *page, const struct threeway *file, struct span old)
{
	for (size_t i = old.at; i < old.end; i++) {
		const struct line *line = &g_array_index(file->base, struct line, i);

		if (text_trim(line).size <= TELLING)
			continue;
		for (guint k = 0; k < page->lines->len; k++) {
			const struct line *here = &g_array_index(page->lines, struct line, k);

			if (text_likeness(line->text, line->size, here->text, here->size) >= ALIKE)
				return true;
		}
	}
	return false;
}

/* the lines of ours that are the edit's old lines: the first of them, and how often */
static guint find_lines(const struct page *page, const struct threeway *file, struct span old,
			size_t *out_at)
{
	g_autoptr(GArray) wanted = g_array_new(FALSE, FALSE, sizeof(struct line));
	GArray *both[] = { page->lines, wanted };
	size_t count = old.end - old.at;
	guint *numbers[2], hits = 0;

	g_array_append_vals(wanted, file->base->data + old.at * sizeof(struct line), count);
	text_number(both, 2, true, numbers);
	for (size_t i = 0; i + count <= page->lines->len; i++) {
		if (memcmp(numbers[0] + i, numbers[1], count * sizeof(guint)))
			continue;
		if (!hits++)
			*out_at = i;
	}
	g_free(numbers[0]);
	g_free(numbers[1]);
	return hits;
}

static enum fate make_edit(struct page *page, const struct threeway *file,
			   const struct edit *edit)
{
	struct line here, there;
	size_t at = 0;
	guint hits;

	if (edit->old.at == edit->old.end)
		return FATE_UNKNOWN;
	if (only_blank(file->base, edit->old))
		return only_blank(file->theirs, edit->new) ? FATE_LEFT_OUT : FATE_UNKNOWN;
	hits = find_lines(page, file, edit->old, &at);
	if (hits > 1)
		return FATE_UNKNOWN;
	if (!hits)
		return something_like(page, file, edit->old) ? FATE_UNKNOWN : FATE_LEFT_OUT;
	there = g_array_index(file->base, struct line, edit->old.at);
	here = g_array_index(page->lines, struct line, at);
	page_put(page, at, edit->old.end - edit->old.at, file, edit, &there, &here);
	return FATE_PUT;
}

GBytes *region_edits(struct tangle *tangle)
{
	g_autoptr(GArray) edits = NULL;
	g_autoptr(page) page = NULL;

	if (tangle_blank(tangle, SIDE_OURS) || tangle_blank(tangle, SIDE_BASE) ||
	    tangle->lines[SIDE_OURS]->len > MANY_LINES ||
	    tangle->lines[SIDE_BASE]->len > MANY_LINES)
		return NULL;
	edits = edits_between(tangle->file, tangle->spans[SIDE_BASE], tangle->spans[SIDE_THEIRS]);
	page = page_new(tangle->lines[SIDE_OURS]);
	for (guint i = 0; i < edits->len; i++) {
		const struct edit *edit = &g_array_index(edits, struct edit, i);
		enum fate fate = make_edit(page, tangle->file, edit);

		if (fate == FATE_LEFT_OUT)
			g_array_append_val(may_be_elsewhere(tangle->file->base, edit->old) ?
						   tangle->elsewhere : tangle->left_out, *edit);
		if (fate == FATE_UNKNOWN) {
			g_array_set_size(tangle->left_out, 0);
			g_array_set_size(tangle->elsewhere, 0);
			return NULL;
		}
	}
	return page_text(page);
}
