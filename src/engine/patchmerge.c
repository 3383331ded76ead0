// SPDX-License-Identifier: GPL-2.0-only
#include "engine/patchmerge.h"

#include <string.h>

#include "engine/place.h"
#include "engine/text.h"
#include "engine/threeway.h"

/* a line of fewer characters stands anywhere */
#define TELLING 6

/* lines that may stand between those of a hunk */
#define SLACK 8

/* lines of a hunk times lines of its function that are compared */
#define MANY 4000000

static GArray *pre_lines(const struct hunk *hunk)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct line));

	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *entry = &g_array_index(hunk->lines, struct diff_line, i);
		struct line line = { entry->text, entry->size };

		if (entry->kind != '+')
			g_array_append_val(lines, line);
	}
	return lines;
}

/* what it says that two lines are the same: nothing of blank ones, little of "}" */
static guint weight(const struct line *a, const struct line *b)
{
	struct line x = text_trim(a), y = text_trim(b);

	if (!x.size || !text_same(&x, &y))
		return 0;
	return x.size < TELLING ? 1 : 8;
}

/**
 * struct spot - a stretch of the file that looks like a hunk's pre-image
 * @score: weights of the lines in common
 * @first, @end: the lines, from 0
 */
struct spot {
	guint score;
	size_t first;
	size_t end;
};

/* the best run of lines in common, in order, that starts at line @at */
static struct spot look_at(const struct image *ours, const GArray *wanted, size_t at, size_t end)
{
	struct spot spot = { 0, at, at };
	size_t next = 0, limit = MIN(end, at + wanted->len + SLACK);

	for (size_t i = at; i < limit && next < wanted->len; i++) {
		const struct line *line = &g_array_index(ours->lines, struct line, i);

		for (size_t k = next; k < wanted->len && k < next + SLACK; k++) {
			guint gain = weight(line, &g_array_index(wanted, struct line, k));

			if (!gain)
				continue;
			spot.score += gain;
			spot.end = i + 1;
			next = k + 1;
			break;
		}
	}
	return spot;
}

/* the lines of the function that the hunk names; of the whole file where it names none */
static bool find_bounds(const struct image *ours, const struct hunk *hunk, size_t from,
			size_t *out_first, size_t *out_end)
{
	g_autofree char *function = hunk_function(hunk);
	const struct cregion *region = csource_function(ours->source, function);

	*out_first = from;
	*out_end = ours->lines->len;
	if (!*function)
		return true;
	if (!region)
		return false;
	*out_first = MAX(from, region->first - 1);
	*out_end = MIN(ours->lines->len, region->last);
	return *out_first < *out_end;
}

static bool find_spot(const struct image *ours, const struct hunk *hunk, size_t from,
		      struct spot *out)
{
	g_autoptr(GArray) wanted = pre_lines(hunk);
	struct spot best = { 0 };
	bool twice = false;
	size_t first, end;

	if (!find_bounds(ours, hunk, from, &first, &end) ||
	    (end - first) * (wanted->len + SLACK) > MANY)
		return false;
	for (size_t at = first; at < end; at++) {
		struct spot spot = look_at(ours, wanted, at, end);

		/* the same place, from further down, is not a second one */
		if (spot.score > best.score || (spot.score && spot.end == best.end &&
						spot.score == best.score)) {
			twice = twice && spot.score == best.score;
			best = spot;
		} else if (spot.score == best.score && spot.first >= best.end) {
			twice = true;
		}
	}
	*out = best;
	return best.score >= 8 && !twice;
}

static void append(GByteArray *out, const char *text, size_t size)
{
	g_byte_array_append(out, (const guint8 *)text, size);
}

static void append_image(GByteArray *out, const struct hunk *hunk, char skip)
{
	g_autoptr(GString) text = hunk_image(hunk, skip);

	append(out, text->str, text->len);
}

struct patch_merge *patch_merge_new(struct image *ours, const struct file_diff *file)
{
	struct patch_merge *merge = g_new0(struct patch_merge, 1);
	GByteArray *base = g_byte_array_new(), *theirs = g_byte_array_new();
	size_t done = 0;

	merge->lost = g_ptr_array_new();
	for (guint i = 0; i < file->hunks->len; i++) {
		const struct hunk *hunk = file->hunks->pdata[i];
		struct place place = place_hunk(ours, hunk, '+', done);
		struct spot spot = { 1, place.line, place.line + hunk->old_lines };

		g_free(place.note);
		if (place.fit != FIT_ONE && !find_spot(ours, hunk, done, &spot)) {
			g_ptr_array_add(merge->lost, (gpointer)hunk);
			continue;
		}
		text_join(base, ours->lines, done, spot.first);
		text_join(theirs, ours->lines, done, spot.first);
		append_image(base, hunk, '+');
		append_image(theirs, hunk, '-');
		done = spot.end;
	}
	text_join(base, ours->lines, done, ours->lines->len);
	text_join(theirs, ours->lines, done, ours->lines->len);
	merge->base = g_byte_array_free_to_bytes(base);
	merge->theirs = g_byte_array_free_to_bytes(theirs);
	return merge;
}

void patch_merge_free(struct patch_merge *merge)
{
	if (!merge)
		return;
	g_bytes_unref(merge->base);
	g_bytes_unref(merge->theirs);
	g_ptr_array_unref(merge->lost);
	g_free(merge);
}
