// SPDX-License-Identifier: GPL-2.0-only
/*
 * The identity of a place is what git shows behind "@@": the nearest line above
 * the hunk that opens a function (or a struct, a table, an enum).  Functions
 * are compared by name, so that a changed parameter list does not hide them,
 * and so are tables; everything else by its text.
 */
#include "engine/merge/place.h"

#include <string.h>

#include "engine/merge/headings.h"

/* lines of context that git and diff write unless told otherwise */
#define USUAL_CONTEXT 3

static size_t wanted_lines(const struct hunk *hunk, char skip)
{
	return skip == '+' ? hunk->old_lines : hunk->new_lines;
}

static bool matches(const struct image *image, const struct hunk *hunk, char skip, size_t at)
{
	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);

		if (line->kind != skip && !image_line_is(image, at++, line))
			return false;
	}
	return true;
}

static bool is_label_section(const char *section)
{
	size_t size = strlen(section);

	return size && section[size - 1] == ':' && !strchr(section, '(');
}

/* git cuts long sections, so the shorter of the two rules */
static bool same_text(const char *a, const char *b)
{
	size_t size = MIN(strlen(a), strlen(b));

	return size && (size >= 70 || strlen(a) == strlen(b)) && !strncmp(a, b, size);
}

/* one that became const, or of another type */
static bool same_table(const char *a, const char *b)
{
	g_autofree char *name_a = table_name_of(a);
	g_autofree char *name_b = table_name_of(b);

	return name_a && !g_strcmp0(name_a, name_b);
}

static bool same_section(const char *a, const char *b)
{
	g_autofree char *name_a = function_name_of(a);
	g_autofree char *name_b = function_name_of(b);

	if (name_a && name_b)
		return !strcmp(name_a, name_b);
	return (!*a && !*b) || same_text(a, b) || same_table(a, b);
}

static bool in_function(const struct image *image, const struct hunk *hunk, size_t at)
{
	g_autofree char *section = image_section(image, at, is_label_section(hunk->section));
	g_autofree char *heading = NULL;

	if (same_section(section, hunk->section))
		return true;
	/* the author's git may have had a driver for such files, or not */
	heading = heading_above(image, at);
	return heading && same_text(heading, hunk->section);
}

/* "tdx_td_init():2991, tdx_td_free():3010" */
static void add_spot(GString *list, const struct image *image, size_t line)
{
	const char *function = image_function(image, line + 1);

	if (list->len)
		g_string_append(list, ", ");
	if (*function)
		g_string_append_printf(list, "%s():%zu", function, line + 1);
	else
		g_string_append_printf(list, "line %zu", line + 1);
}

size_t hunk_first_change(const struct hunk *hunk)
{
	size_t before = 0;

	while (before < hunk->lines->len &&
	       g_array_index(hunk->lines, struct diff_line, before).kind == ' ')
		before++;
	return before;
}

/* the lines of context at a hunk's ends */
struct margins {
	size_t lead;
	size_t trail;
};

static struct margins margins_of(const struct hunk *hunk)
{
	struct margins margins = { .lead = hunk_first_change(hunk) };
	size_t at = hunk->lines->len;

	while (at > margins.lead &&
	       g_array_index(hunk->lines, struct diff_line, at - 1).kind == ' ')
		at--;
	margins.trail = hunk->lines->len - at;
	return margins;
}

/* does the first or last run of changes only remove? Its place is then known by its end */
static bool run_removes(const struct hunk *hunk, size_t at, int step)
{
	for (; at < hunk->lines->len; at += step) {
		char kind = g_array_index(hunk->lines, struct diff_line, at).kind;

		if (kind == ' ')
			return true;
		if (kind == '+')
			return false;
	}
	return true;
}

/*
 * Fewer lines of context than on the other side: the file starts or ends there, and
 * so it must where the hunk goes.  git and patch hold to this as well.
 */
static bool at_its_end(const struct image *image, const struct hunk *hunk, char skip, size_t at)
{
	struct margins margins = margins_of(hunk);
	size_t count = wanted_lines(hunk, skip), last = hunk->lines->len - 1 - margins.trail;
	bool top = margins.lead < MIN(margins.trail, USUAL_CONTEXT) && hunk->old_start <= 1;
	bool bottom = !margins.trail || margins.trail < MIN(margins.lead, USUAL_CONTEXT);

	if (skip == '-') {
		top = top && run_removes(hunk, margins.lead, 1);
		bottom = bottom && run_removes(hunk, last, -1);
	}
	return (!top || !at) && (!bottom || at + count == image->lines->len);
}

/* a line that git shows behind "@@" of hunks below it */
static bool opens_section(const struct diff_line *line)
{
	return line->size &&
	       (g_ascii_isalpha(*line->text) || *line->text == '_' || *line->text == '$') &&
	       line->text[line->size - 1] != ':';
}

/*
 * Where the context itself has the head of the function that is changed (or, for a
 * change between definitions, of a neighbour), the section says nothing more: it is
 * that of whatever stands above.
 */
static bool names_itself(const struct hunk *hunk)
{
	struct margins margins = margins_of(hunk);
	bool head = false, between = false;

	for (size_t i = 0; i < margins.lead; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);

		between |= line->size && *line->text == '}';
		head |= opens_section(line);
	}
	for (size_t i = hunk->lines->len - margins.trail; between && i < hunk->lines->len; i++)
		head |= opens_section(&g_array_index(hunk->lines, struct diff_line, i));
	return head;
}

static bool is_free_standing(const struct hunk *hunk)
{
	return !*hunk->section || names_itself(hunk);
}

bool place_in_section(const struct image *image, const struct hunk *hunk, size_t at)
{
	return is_free_standing(hunk) || in_function(image, hunk, at);
}

struct spots {
	GString *inside;
	GString *outside;
	GString *off_end;
	unsigned int count;
	const char *end;
};

static void note_spot(struct spots *spots, const struct image *image, const struct hunk *hunk,
		      char skip, bool free_standing, size_t at, struct place *place)
{
	size_t line = at + hunk_first_change(hunk);

	if (!at_its_end(image, hunk, skip, at)) {
		add_spot(spots->off_end, image, line);
	} else if (!free_standing && !in_function(image, hunk, at)) {
		add_spot(spots->outside, image, line);
	} else {
		if (!spots->count++)
			place->line = at;
		add_spot(spots->inside, image, line);
	}
}

static void conclude(const struct spots *spots, struct place *place)
{
	if (spots->count == 1) {
		place->fit = FIT_ONE;
	} else if (spots->count) {
		place->fit = FIT_MANY;
		place->note = g_strdup_printf("fits %u places: %s; nothing tells which is meant",
					      spots->count, spots->inside->str);
	} else if (spots->outside->len) {
		place->fit = FIT_OUTSIDE;
		place->note = g_strdup_printf("fits only outside its function: %s",
					      spots->outside->str);
	} else if (spots->off_end->len) {
		place->fit = FIT_OFF_END;
		place->note = g_strdup_printf("its lines stand at %s, but upstream's file %s there",
					      spots->off_end->str, spots->end);
	}
}

/* the line of a hunk's side that the file has least often */
struct rare {
	const struct chain *chain;
	size_t offset;
	bool none;
};

static struct rare rarest_line(struct image *image, const struct hunk *hunk, char skip)
{
	struct rare rare = { 0 };
	size_t offset = 0;

	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);
		const struct chain *chain;

		if (line->kind == skip)
			continue;
		chain = image_chain(image, line->text, line->size);
		if (!chain)
			return (struct rare){ .none = true };
		if (!rare.chain || chain->count < rare.chain->count)
			rare = (struct rare){ .chain = chain, .offset = offset };
		offset++;
	}
	return rare;
}

/*
 * A hunk without section is at the top of its file, or comes from a tool that
 * writes none: text alone then decides, and only if it is unique.  The line that
 * the hunk states is no argument: a twin may have come to stand there.
 */
struct place place_hunk(struct image *image, const struct hunk *hunk, char skip,
			size_t from)
{
	size_t count = wanted_lines(hunk, skip);
	g_autoptr(GString) inside = g_string_new(NULL);
	g_autoptr(GString) outside = g_string_new(NULL);
	g_autoptr(GString) off_end = g_string_new(NULL);
	struct margins margins = margins_of(hunk);
	struct spots spots = { inside, outside, off_end, 0,
			       margins.lead < margins.trail ? "starts" : "ends" };
	bool free_standing = is_free_standing(hunk);
	struct place place = { 0 };
	struct rare rare;

	if (!margins.lead && !margins.trail &&
	    (hunk->old_start > 1 || count != image->lines->len)) {
		place.fit = FIT_OUTSIDE;
		place.note = g_strdup("the hunk has no lines of context that show where it "
				      "belongs; make the patch with three of them (-U3)");
		return place;
	}
	rare = rarest_line(image, hunk, skip);
	if (rare.none)
		return place;
	if (!rare.chain) {
		/* no line of its own: a hunk that only adds, to an empty file */
		note_spot(&spots, image, hunk, skip, free_standing, 0, &place);
	} else {
		for (guint i = 0, line = rare.chain->first; i < rare.chain->count;
		     i++, line = image_chain_next(image, line)) {
			if (line >= from + rare.offset &&
			    matches(image, hunk, skip, line - rare.offset))
				note_spot(&spots, image, hunk, skip, free_standing,
					  line - rare.offset, &place);
		}
	}
	conclude(&spots, &place);
	return place;
}

bool place_on_base(const struct image *base, const struct hunk *hunk, size_t *out_line)
{
	size_t at = hunk->old_start - (hunk->old_start && hunk->old_lines);

	if (at + hunk->old_lines > base->lines->len || !matches(base, hunk, '+', at))
		return false;
	*out_line = at;
	return true;
}

static bool opens_function(const struct diff_line *line)
{
	return line->size && (g_ascii_isalpha(*line->text) || *line->text == '_') &&
	       memchr(line->text, '(', line->size) && line->text[line->size - 1] != ';';
}

/* "int f(int a," of which the next lines show that it ends with ";" */
static bool is_prototype(const struct hunk *hunk, guint at)
{
	for (; at < hunk->lines->len; at++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, at);

		if (line->kind == '+' || !line->size)
			continue;
		if (memchr(line->text, '{', line->size))
			return false;
		if (memchr(line->text, ';', line->size))
			return true;
	}
	return false;
}

char *hunk_function(const struct hunk *hunk)
{
	char *name = function_name_of(hunk->section);

	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);
		g_autofree char *text = NULL;
		char *found;

		if (line->kind != ' ')
			break;
		if (line->size && *line->text == '}')
			g_clear_pointer(&name, g_free);
		if (!opens_function(line))
			continue;
		text = g_strndup(line->text, line->size);
		found = is_prototype(hunk, i) ? g_strdup("") : function_name_of(text);
		if (found) {
			g_free(name);
			name = found;
		}
	}
	return name ? name : g_strdup("");
}
