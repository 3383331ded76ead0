// SPDX-License-Identifier: GPL-2.0-only
#include "engine/merge/beside.h"

#include <string.h>

#include "engine/code/text.h"

/* lines of context that are looked for, above and below */
#define NEAR_LINES 12
/* a line of fewer bytes, such as a lone brace, stands for nothing */
#define TELLING 4

static struct line trimmed_at(const GArray *lines, size_t at)
{
	return text_trim(&g_array_index(lines, struct line, at));
}

static bool is_include(const GArray *lines, size_t at)
{
	struct line text = trimmed_at(lines, at);

	return text.size > 8 && !memcmp(text.text, "#include", 8);
}

static struct span whole(const GArray *lines)
{
	return (struct span){ 0, lines->len };
}

/* only headers are added; @out_there: the file includes them all */
static bool only_includes(const GArray *theirs, const struct edit *edit, const GArray *here,
			  bool *out_there)
{
	bool all = true;

	*out_there = true;
	for (size_t i = edit->new.at; i < edit->new.end; i++) {
		struct line line = trimmed_at(theirs, i);
		size_t at;

		all &= is_include(theirs, i);
		*out_there &= text_count_line(here, 0, here->len, &line, &at) > 0;
	}
	return all;
}

/* where the addition goes */
struct place {
	size_t at;
	const struct line *there; /* the neighbour upstream, whose indent that of @here is */
	const struct line *here;
};

/* the neighbour is line @line of the base: above the addition, or below it */
static bool is_neighbour(const GArray *base, size_t line, bool above, const GArray *here,
			 struct span within, struct place *out)
{
	struct line wanted = trimmed_at(base, line);
	size_t at;

	if (wanted.size < TELLING ||
	    text_count_line(here, within.at, within.end, &wanted, &at) != 1)
		return false;
	*out = (struct place){
		.at = at + above,
		.there = &g_array_index(base, struct line, line),
		.here = &g_array_index(here, struct line, at),
	};
	return true;
}

/* the nearest line of @around that stands once in @within */
static bool find_neighbour(const GArray *base, size_t at, struct span around, const GArray *here,
			   struct span within, struct place *out)
{
	for (size_t k = 1; k <= NEAR_LINES; k++) {
		if (at >= around.at + k && is_neighbour(base, at - k, true, here, within, out))
			return true;
		if (at + k <= around.end &&
		    is_neighbour(base, at + k - 1, false, here, within, out))
			return true;
	}
	return false;
}

static bool find_include(const GArray *base, size_t at, const GArray *here, struct place *out)
{
	if (at && is_include(base, at - 1) &&
	    is_neighbour(base, at - 1, true, here, whole(here), out))
		return true;
	return at < base->len && is_include(base, at) &&
	       is_neighbour(base, at, false, here, whole(here), out);
}

/* members may stand beside each other; statements need their very place */
static bool find_inside(const struct definitions *base, const struct cregion *region, size_t at,
			const struct definitions *here, struct place *out)
{
	const struct cregion *like = definitions_like(here, region);

	return like && (region->kind == CREGION_TYPE || region->kind == CREGION_DATA) &&
	       find_neighbour(base->lines, at, definition_span(base, region), here->lines,
				      definition_span(here, like), out);
}

static void append(GByteArray *out, struct page *page, const GArray *lines, struct span span,
		   const struct place *place)
{
	for (size_t i = span.at; i < span.end; i++) {
		struct line line = g_array_index(lines, struct line, i);

		if (place->there)
			line = page_indented(page, &line, place->there, place->here);
		g_byte_array_append(out, (const guint8 *)line.text, line.size);
	}
}

/* between definitions, a blank line that ends the addition goes in front if one is needed there */
static bool turns(const GArray *theirs, struct span new, const GArray *here, size_t at)
{
	return new.end - new.at > 1 && !trimmed_at(theirs, new.end - 1).size && at &&
	       trimmed_at(here, at - 1).size;
}

static GBytes *put_at(const GArray *theirs, const struct edit *edit, const GArray *here,
		      const struct place *place)
{
	g_autoptr(page) page = page_new(here);
	GByteArray *out = g_byte_array_new();
	struct span new = edit->new;

	text_join(out, here, 0, place->at);
	if (!place->there && turns(theirs, new, here, place->at)) {
		new.end--;
		text_join(out, theirs, new.end, new.end + 1);
	}
	append(out, page, theirs, new, place);
	text_join(out, here, place->at, here->len);
	return g_byte_array_free_to_bytes(out);
}

static bool find_place(const struct definitions *base, const struct edit *edit,
		       const struct definitions *here, struct place *out)
{
	const struct cregion *region = definitions_holding(base, edit->old);
	long at;

	if (region)
		return find_inside(base, region, edit->old.at, here, out);
	at = definitions_beside(base, edit->old.at, here);
	*out = (struct place){ .at = at };
	return at >= 0;
}

GBytes *beside_put(const struct definitions *base, const GArray *theirs, const struct edit *edit,
		   const struct definitions *here)
{
	struct place place;
	bool there;

	if (only_includes(theirs, edit, here->lines, &there)) {
		if (there)
			return g_bytes_ref(here->bytes);
		if (!find_include(base->lines, edit->old.at, here->lines, &place))
			return NULL;
	} else if (!find_place(base, edit, here, &place)) {
		return NULL;
	}
	return put_at(theirs, edit, here->lines, &place);
}

GBytes *inside_put(const struct definitions *base, const struct threeway *merge,
		   const struct edit *edit, const struct definitions *here)
{
	const struct cregion *like = definitions_same(base, edit->old, here);
	g_autoptr(GBytes) part = NULL, with = NULL;
	g_autoptr(GArray) lines = NULL;
	g_autoptr(page) page = NULL;

	if (!like)
		return NULL;
	part = definition_text(here, like);
	lines = lines_of(part);
	page = page_new(lines);
	if (!page_place(page, merge, edit))
		return NULL;
	with = page_text(page);
	return definition_replace(here, like, with);
}
