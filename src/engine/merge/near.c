// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a hunk that does not fit would go: where the most of its lines stand.
 */
#include "engine/merge/near.h"

#include "engine/code/text.h"
#include "engine/merge/place.h"

/* a line of fewer characters stands anywhere */
#define TELLING 6

/* lines that may stand between those of a hunk */
#define SLACK 8

/* lines of a hunk times lines of its function that are compared */
#define MANY 4000000

GArray *pre_lines(const struct hunk *hunk)
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

bool near_tells(const struct line *line)
{
	return text_trim(line).size >= TELLING;
}

/* what it says that two lines are the same: nothing of blank ones, little of "}" */
static guint weight(const struct line *a, const struct line *b)
{
	struct line x = text_trim(a), y = text_trim(b);

	if (!x.size || !text_same(&x, &y))
		return 0;
	return near_tells(&x) ? 8 : 1;
}

/**
 * struct spot - a stretch of the file that looks like a hunk's pre-image
 * @score: weights of the lines in common
 * @near: where, and how much of the pre-image it is
 */
struct spot {
	guint score;
	struct near near;
};

static GArray *trimmed(const GArray *lines)
{
	GArray *out = g_array_sized_new(FALSE, FALSE, sizeof(struct line), lines->len);

	for (guint i = 0; i < lines->len; i++) {
		const struct line line = text_trim(&g_array_index(lines, struct line, i));

		g_array_append_val(out, line);
	}
	return out;
}

/* from a line that is none of the hunk's a run is no better than from the next one */
static bool may_start(const struct image *ours, const GArray *trimmed, size_t at)
{
	const struct line line = text_trim(&g_array_index(ours->lines, struct line, at));

	for (guint i = 0; line.size && i < trimmed->len; i++) {
		if (text_same(&line, &g_array_index(trimmed, struct line, i)))
			return true;
	}
	return false;
}

/* the best run of lines in common, in order, that starts at line @at */
static struct spot look_at(const struct image *ours, const GArray *wanted, size_t at, size_t end)
{
	struct spot spot = { 0, { at, at, 0, wanted->len } };
	size_t next = 0, limit = MIN(end, at + wanted->len + SLACK);

	for (size_t i = at; i < limit && next < wanted->len; i++) {
		const struct line *line = &g_array_index(ours->lines, struct line, i);

		for (size_t k = next; k < wanted->len && k < next + SLACK; k++) {
			guint gain = weight(line, &g_array_index(wanted, struct line, k));

			if (!gain)
				continue;
			if (!spot.score)
				spot.near.head = k;
			spot.score += gain;
			spot.near.end = i + 1;
			next = k + 1;
			spot.near.tail = wanted->len - next;
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

bool place_near(const struct image *ours, const struct hunk *hunk, size_t from,
		struct near *out)
{
	g_autoptr(GArray) wanted = pre_lines(hunk), starts = trimmed(wanted);
	struct spot best = { 0 };
	bool twice = false;
	size_t first, end;

	if (!find_bounds(ours, hunk, from, &first, &end) ||
	    (end - first) * (wanted->len + SLACK) > MANY)
		return false;
	for (size_t at = first; at < end; at++) {
		struct spot spot;

		if (!may_start(ours, starts, at))
			continue;
		spot = look_at(ours, wanted, at, end);
		/* the same place, from further down, is not a second one */
		if (spot.score > best.score || (spot.score && spot.near.end == best.near.end &&
						spot.score == best.score)) {
			twice = twice && spot.score == best.score;
			best = spot;
		} else if (spot.score == best.score && spot.near.first >= best.near.end) {
			twice = true;
		}
	}
	*out = best.near;
	return best.score >= 8 && !twice;
}
