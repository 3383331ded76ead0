// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why a hunk fits nowhere, in one line: what stands where it expects something
 * else.  The place is where most of its lines stand.
 */
#include <string.h>

#include "engine/code/code.h"
#include "engine/code/limits.h"
#include "engine/code/text.h"
#include "engine/merge/near.h"
#include "engine/merge/place.h"

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

/* the first of some lines that is not empty; the first one where all are */
static size_t first_worded(const GArray *lines, size_t at, size_t count)
{
	size_t end = MIN(at + count, lines->len), found = text_first_worded(lines, at, end);

	return found < end ? found : at;
}

static bool is_empty(const GArray *lines, size_t at)
{
	const struct line *line = &g_array_index(lines, struct line, at);

	return text_is_blank(line->text, line->size);
}

/*
 * The first line that differs, of the change itself where one of its lines does; NULL where none
 * is missing but empty ones.
 */
static const struct change *telling_change(const GArray *changes, const GArray *wanted,
					   size_t first_change)
{
	const struct change *first = NULL;

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		if (!change->old_count ||
		    is_empty(wanted, first_worded(wanted, change->old_at, change->old_count)))
			continue;
		if (!first)
			first = change;
		if (change->old_at + change->old_count > first_change)
			return change;
	}
	return first;
}

/* the first change that puts lines that are not empty there, or the first that takes empty ones */
static const struct change *between(const GArray *changes, const GArray *body, bool *out_empty)
{
	const struct change *first = NULL;

	*out_empty = false;
	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		if (change->new_count &&
		    !is_empty(body, first_worded(body, change->new_at, change->new_count)))
			return change;
		if (!first)
			first = change;
	}
	*out_empty = first != NULL;
	return first;
}

/* all that the hunk expects stands here, and in that order, but for empty lines */
static char *all_stands(const GArray *changes, const GArray *body, size_t body_start,
			unsigned int *out_line)
{
	bool empty;
	const struct change *change = between(changes, body, &empty);

	if (!change)
		return g_strdup("its lines stand here");
	*out_line = body_start + first_worded(body, change->new_at, change->new_count) + 1;
	if (empty)
		return g_strdup_printf("its lines stand here, and only empty lines differ "
				       "(line %u)", *out_line);
	return g_strdup_printf("its lines stand here, but with other lines between them (line %u)",
			       *out_line);
}

static guint count_of(const GArray *lines, const struct line *wanted)
{
	guint count = 0;

	for (guint i = 0; i < lines->len; i++)
		count += text_same(&g_array_index(lines, struct line, i), wanted);
	return count;
}

/**
 * struct mark - what a message shows
 * @expected: upstream's line
 * @stands: the tree's, at its place or behind it
 * @number: of that one
 */
struct mark {
	const char *expected;
	const char *stands;
	size_t number;
};

/* the line may stand beside that place all the same */
static char *not_there(const struct line *want, const GArray *wanted, const GArray *body,
		       const struct mark *mark)
{
	guint there = count_of(wanted, want), here = count_of(body, want);

	if (here >= there)
		return g_strdup_printf("upstream expects %s in front of line %zu, %s: its lines "
				       "stand in another order here", mark->expected,
				       mark->number, mark->stands);
	if (here)
		return g_strdup_printf("upstream expects %s once more than it stands here "
				       "(line %zu is %s)", mark->expected, mark->number,
				       mark->stands);
	return g_strdup_printf("upstream expects %s, which is not here (line %zu is %s)",
			       mark->expected, mark->number, mark->stands);
}

static char *describe(const struct image *image, const GArray *wanted, const GArray *body,
		      size_t body_start, size_t first_change, unsigned int *out_line)
{
	g_autoptr(GArray) changes = line_diff(wanted, body);
	const struct change *change = telling_change(changes, wanted, first_change);
	g_autofree char *expected = NULL, *stands = NULL;
	const struct line *want, *have;
	const char *unseen;
	size_t at;

	if (!change)
		return all_stands(changes, body, body_start, out_line);
	at = first_worded(body, change->new_at, change->new_count);
	at = MIN(body_start + at, image->lines->len - 1);
	*out_line = at + 1;
	want = &g_array_index(wanted, struct line,
			      first_worded(wanted, change->old_at, change->old_count));
	have = &g_array_index(image->lines, struct line, at);
	expected = shown(want);
	stands = shown(have);
	if (!change->new_count)
		return not_there(want, wanted, body, &(struct mark){ expected, stands, at + 1 });
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
		/* what a hunk shows may begin above its function, and end below it */
		first = near.first - MIN(near.head, near.first);
		end = MIN(near.end + near.tail, image->lines->len);
	} else if (!region && image->lines->len > SHORT_FILE) {
		return no_place(image, hunk, wanted);
	}
	for (size_t i = first; i < end && i < image->lines->len; i++)
		g_array_append_val(body, g_array_index(image->lines, struct line, i));
	return describe(image, wanted, body, first, hunk_first_change(hunk), out_line);
}
