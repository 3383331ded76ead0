// SPDX-License-Identifier: GPL-2.0-only
/*
 * The identity of a place is what git shows behind "@@": the nearest line above
 * the hunk that opens a function (or a struct, a table, an enum).  Functions
 * are compared by name, so that a changed parameter list does not hide them;
 * everything else by its text.
 */
#include "engine/place.h"

#include <string.h>

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

static bool same_section(const char *a, const char *b)
{
	g_autofree char *name_a = function_name_of(a);
	g_autofree char *name_b = function_name_of(b);

	if (name_a && name_b)
		return !strcmp(name_a, name_b);
	return (!*a && !*b) || same_text(a, b);
}

static bool in_function(const struct image *image, const struct hunk *hunk, size_t at)
{
	g_autofree char *section = image_section(image, at, is_label_section(hunk->section));

	return same_section(section, hunk->section);
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

/*
 * A hunk without section is at the top of its file, or comes from a tool that
 * writes none: text alone then decides, and only if it is unique.
 */
struct place place_hunk(const struct image *image, const struct hunk *hunk, char skip,
			size_t from)
{
	size_t count = wanted_lines(hunk, skip), stated = hunk->old_start;
	g_autoptr(GString) inside = g_string_new(NULL);
	g_autoptr(GString) outside = g_string_new(NULL);
	size_t change = hunk_first_change(hunk);
	unsigned int here = 0, elsewhere = 0;
	struct place place = { 0 };
	bool at_stated = false;

	if (stated && hunk->old_lines)
		stated--;
	for (size_t at = from; at + count <= image->lines->len; at++) {
		if (!matches(image, hunk, skip, at))
			continue;
		if (*hunk->section && !in_function(image, hunk, at)) {
			elsewhere++;
			add_spot(outside, image, at + change);
			continue;
		}
		if (!here++ || at == stated)
			place.line = at;
		at_stated |= at == stated && skip == '+';
		add_spot(inside, image, at + change);
	}
	if (here == 1 || at_stated) {
		place.fit = FIT_ONE;
	} else if (here) {
		place.fit = FIT_MANY;
		place.note = g_strdup_printf("fits %u places: %s", here, inside->str);
	} else if (elsewhere) {
		place.fit = FIT_OUTSIDE;
		place.note = g_strdup_printf("fits only outside its function: %s", outside->str);
	}
	return place;
}

static bool opens_function(const struct diff_line *line)
{
	return line->size && (g_ascii_isalpha(*line->text) || *line->text == '_') &&
	       memchr(line->text, '(', line->size) && line->text[line->size - 1] != ';';
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
		found = function_name_of(text);
		if (found) {
			g_free(name);
			name = found;
		}
	}
	return name ? name : g_strdup("");
}

static GArray *pre_image(const struct hunk *hunk)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct line));

	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *entry = &g_array_index(hunk->lines, struct diff_line, i);
		struct line line = { entry->text, entry->size + !entry->no_eol };

		if (entry->kind != '+')
			g_array_append_val(lines, line);
	}
	return lines;
}

static char *shown(const struct line *line)
{
	g_autofree char *text = g_strndup(line->text, line->size);

	return g_strdup(g_strstrip(text));
}

/* the first line that differs, of the change itself where one of its lines does */
static const struct change *telling_change(const GArray *changes, size_t first_change)
{
	const struct change *first = NULL;

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		if (!change->old_count)
			continue;
		if (!first)
			first = change;
		if (change->old_at + change->old_count > first_change)
			return change;
	}
	return first;
}

static char *describe(const struct image *image, const GArray *wanted, const GArray *body,
		      size_t body_start, size_t first_change, unsigned int *out_line)
{
	g_autoptr(GArray) changes = line_diff(wanted, body);
	const struct change *change = telling_change(changes, first_change);
	g_autofree char *expected = NULL, *stands = NULL;
	size_t at;

	if (!change)
		return g_strdup("its lines stand here, but with other lines between them");
	at = MIN(body_start + change->new_at, image->lines->len - 1);
	*out_line = at + 1;
	expected = shown(&g_array_index(wanted, struct line, change->old_at));
	stands = shown(&g_array_index(image->lines, struct line, at));
	if (!change->new_count)
		return g_strdup_printf("upstream expects '%s', which is not here "
				       "(line %zu is '%s')", expected, at + 1, stands);
	return g_strdup_printf("upstream expects '%s', here stands '%s' (line %zu)", expected,
			       stands, at + 1);
}

char *explain_misfit(const struct image *image, const struct hunk *hunk, unsigned int *out_line)
{
	g_autofree char *function = hunk_function(hunk);
	const struct cregion *region = csource_function(image->source, function);
	g_autoptr(GArray) wanted = pre_image(hunk);
	g_autoptr(GArray) body = g_array_new(FALSE, FALSE, sizeof(struct line));
	unsigned int first = region ? region->first : 1;
	unsigned int last = region ? region->last : image->lines->len;

	*out_line = 0;
	if (*function && !region)
		return g_strdup_printf("there is no function %s() in this file", function);
	if (!image->lines->len)
		return g_strdup("the file is empty here");
	for (unsigned int i = first; i <= last && i <= image->lines->len; i++)
		g_array_append_val(body, g_array_index(image->lines, struct line, i - 1));
	return describe(image, wanted, body, first - 1, hunk_first_change(hunk), out_line);
}
