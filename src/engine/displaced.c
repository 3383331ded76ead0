// SPDX-License-Identifier: GPL-2.0-only
/*
 * Edits of code that is not where the base has it: they are placed elsewhere in
 * the file, or left out.
 */
#include "engine/beside.h"
#include "engine/climb.h"
#include "engine/lex.h"
#include "engine/stays.h"
#include "engine/text.h"

/* as in "this tree has no such code: …" */
static char *describe(const struct climb *climb, const struct edit *edit)
{
	const GArray *base = climb->merge->base, *theirs = climb->merge->theirs;
	size_t old = text_first_worded(base, edit->old.at, edit->old.end);
	size_t new = text_first_worded(theirs, edit->new.at, edit->new.end);
	struct line text;

	if (old < edit->old.end) {
		text = text_trim(&g_array_index(base, struct line, old));
		return g_strdup_printf("line %zu of upstream's file, '%.*s'", old + 1,
				       (int)MIN(text.size, 60), text.text);
	}
	if (new == edit->new.end)
		return g_strdup_printf("line %zu of upstream's file, where empty lines change",
				       edit->old.at + 1);
	text = text_trim(&g_array_index(theirs, struct line, new));
	return g_strdup_printf("where upstream adds '%.*s' in front of line %zu of its file",
			       (int)MIN(text.size, 60), text.text, edit->old.end + 1);
}

/* does this tree have a line of the edit, more often than upstream's file outside of it? */
static char *stands_here(const struct climb *climb, const struct edit *edit)
{
	const GArray *base = climb->merge->base, *ours = climb->merge->ours;

	for (size_t i = edit->old.at; i < edit->old.end; i++) {
		struct line line = text_trim(&g_array_index(base, struct line, i));
		size_t at = 0;
		guint others;

		if (!line_names_things(&line))
			continue;
		others = text_count_line(base, 0, edit->old.at, &line, &at) +
			 text_count_line(base, edit->old.end, base->len, &line, &at);
		if (text_count_line(ours, 0, ours->len, &line, &at) > others)
			return g_strdup_printf("what upstream does to '%.*s' was left out, and "
					       "that stands here in line %zu",
					       (int)MIN(line.size, 60), line.text, at + 1);
	}
	return NULL;
}

void displaced_drop(struct climb *climb, const struct edit *edit)
{
	struct resolution *resolution = climb->resolution;

	g_ptr_array_add(resolution->dropped, describe(climb, edit));
	if (!resolution->stands)
		resolution->stands = stands_here(climb, edit);
}

static struct region *region_of(const struct climb *climb, const struct displaced *displaced)
{
	return &g_array_index(climb->merge->regions, struct region, displaced->region);
}

/* an insertion inside code that ours lacks may matter; anything else has nothing to change here */
static void leave_out(struct climb *climb, const struct displaced *displaced)
{
	if (displaced->edit.old.at == displaced->edit.old.end)
		region_of(climb, displaced)->rung = "left-out";
	displaced_drop(climb, &displaced->edit);
}

/* the text with an addition beside a neighbour, or NULL */
static GBytes *put_beside(struct climb *climb, const struct edit *edit, GBytes *text)
{
	g_autoptr(definitions) base = NULL, here = NULL;

	if (!path_is_c(climb->input->path) || edit->old.at != edit->old.end)
		return NULL;
	base = definitions_of(climb->base);
	here = definitions_of(text);
	return beside_put(base, climb->merge->theirs, edit, here);
}

/* the text with an edit inside the definition that it is of, which stands elsewhere; or NULL */
static GBytes *put_inside(struct climb *climb, const struct edit *edit, GBytes *text)
{
	g_autoptr(definitions) base = NULL, here = NULL;

	if (!path_is_c(climb->input->path))
		return NULL;
	base = definitions_of(climb->base);
	here = definitions_of(text);
	return inside_put(base, climb->merge, edit, here);
}

/* inside their definition, or additions beside a neighbour; what has neither is left out */
static GBytes *place_homeless(struct climb *climb, const GArray *homeless, GBytes *text)
{
	for (guint i = 0; i < homeless->len; i++) {
		const struct displaced *displaced = &g_array_index(homeless, struct displaced, i);
		GBytes *inside = put_inside(climb, &displaced->edit, text);
		GBytes *with = inside ? inside : put_beside(climb, &displaced->edit, text);

		if (with) {
			g_bytes_unref(text);
			text = with;
			region_of(climb, displaced)->rung = inside ? "placed" : "beside";
		} else {
			leave_out(climb, displaced);
		}
	}
	return text;
}

/* edits of code that is not where the base has it */
GBytes *displaced_place(struct climb *climb, GBytes *text)
{
	g_autoptr(GArray) lines = lines_of(text);
	g_autoptr(page) page = page_new(lines);
	g_autoptr(GArray) homeless = g_array_new(FALSE, FALSE, sizeof(struct displaced));

	for (guint i = 0; i < climb->displaced->len; i++) {
		const struct displaced *displaced =
			&g_array_index(climb->displaced, struct displaced, i);

		if (page_place(page, climb->merge, &displaced->edit))
			region_of(climb, displaced)->rung = "placed";
		else
			g_array_append_val(homeless, *displaced);
	}
	return homeless->len ? place_homeless(climb, homeless, page_text(page)) : page_text(page);
}
