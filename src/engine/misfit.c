// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why a hunk fits nowhere, in one line: what stands where it expects something
 * else.  The place is where most of its lines stand.
 */
#include <string.h>

#include "engine/code.h"
#include "engine/near.h"
#include "engine/place.h"
#include "engine/text.h"

/* bytes of a line that a message shows */
#define SHOWN_MAX 100

/* all of a file of so few lines is the place */
#define SHORT_FILE 60

/* a line in quotes, cut where it is too long for a message */
static char *shown(const struct line *line)
{
	size_t size = MIN(line->size, SHOWN_MAX);
	g_autofree char *text = NULL;

	while (size && size < line->size && (line->text[size] & 0xc0) == 0x80)
		size--;
	text = g_strndup(line->text, size);
	g_strstrip(text);
	if (!*text)
		return g_strdup("an empty line");
	return g_strdup_printf("'%s%s'", text, size < line->size ? "…" : "");
}

static size_t without_cr(const struct line *line)
{
	size_t size = line->size - (line->size && line->text[line->size - 1] == '\n');

	return size - (size && line->text[size - 1] == '\r');
}

/* what tells two lines apart that look the same, or NULL */
static const char *unseen_difference(const struct line *a, const struct line *b)
{
	size_t size = without_cr(a);
	g_autoptr(code) code_a = code_of_text(a->text, a->size);
	g_autoptr(code) code_b = code_of_text(b->text, b->size);

	if (size == without_cr(b) && !memcmp(a->text, b->text, size))
		return b->size && b->text[b->size - 1] == '\n' && b->size > size + 1 ?
			       "lines end in CR LF here, in the patch they do not" :
		       a->size > size + 1 ? "lines end in CR LF in the patch, here they do not" :
					    "only one of the two ends with a newline";
	if (code_a->tokens->len && code_a->tokens->len == code_b->tokens->len &&
	    code_contains(code_a, code_b))
		return "only white space or a comment differs";
	return NULL;
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
	const struct line *want, *have;
	const char *unseen;
	size_t at;

	if (!change)
		return g_strdup("its lines stand here, but with other lines between them");
	at = MIN(body_start + change->new_at, image->lines->len - 1);
	*out_line = at + 1;
	want = &g_array_index(wanted, struct line, change->old_at);
	have = &g_array_index(image->lines, struct line, at);
	expected = shown(want);
	stands = shown(have);
	if (!change->new_count)
		return g_strdup_printf("upstream expects %s, which is not here (line %zu is %s)",
				       expected, at + 1, stands);
	unseen = unseen_difference(want, have);
	if (unseen)
		return g_strdup_printf("line %zu: %s: %s", at + 1, stands, unseen);
	return g_strdup_printf("upstream expects %s, here stands %s (line %zu)", expected, stands,
			       at + 1);
}

/* the first line of those that are changed, or of all, that stands nowhere in the file */
static const struct line *nowhere(const struct image *image, const GArray *wanted, size_t from)
{
	g_autoptr(GHashTable) known = g_hash_table_new(text_hash, text_equal);

	for (guint i = 0; i < image->lines->len; i++)
		g_hash_table_add(known, &g_array_index(image->lines, struct line, i));
	for (guint i = 0; i < wanted->len; i++) {
		const struct line *line =
			&g_array_index(wanted, struct line, (from + i) % wanted->len);

		if (!text_is_blank(line->text, line->size) && !g_hash_table_contains(known, line))
			return line;
	}
	return NULL;
}

/* without a function or a place that looks like it, any line would be as good as another */
static char *no_place(const struct image *image, const struct hunk *hunk, const GArray *wanted)
{
	const struct line *line = nowhere(image, wanted, hunk_first_change(hunk));
	g_autofree char *expected = line ? shown(line) : NULL;

	return expected ? g_strdup_printf("upstream expects %s, which is nowhere in this file",
					  expected) :
			  g_strdup("its lines stand here, but not together");
}

char *explain_misfit(const struct image *image, const struct hunk *hunk, unsigned int *out_line)
{
	g_autofree char *function = hunk_function(hunk);
	const struct cregion *region = csource_function(image->source, function);
	g_autoptr(GArray) wanted = pre_lines(hunk);
	g_autoptr(GArray) body = g_array_new(FALSE, FALSE, sizeof(struct line));
	size_t first = region ? region->first - 1 : 0;
	size_t end = region ? region->last : image->lines->len;
	struct near near;

	*out_line = 0;
	if (*function && !region)
		return g_strdup_printf("there is no function %s() in this file", function);
	if (!image->lines->len)
		return g_strdup("the file is empty here");
	if (place_near(image, hunk, 0, &near)) {
		first = near.first - MIN(near.head, near.first - first);
		end = near.end + MIN(near.tail, end - near.end);
	} else if (!region && image->lines->len > SHORT_FILE) {
		return no_place(image, hunk, wanted);
	}
	for (size_t i = first; i < end && i < image->lines->len; i++)
		g_array_append_val(body, g_array_index(image->lines, struct line, i));
	return describe(image, wanted, body, first, hunk_first_change(hunk), out_line);
}
