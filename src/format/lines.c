// SPDX-License-Identifier: GPL-2.0-only
#include "format/linediff.h"

#include <string.h>

#include "base/byterun.h"
#include "base/commonends.h"
#include "base/room.h"

/* the lines of [p, end), behind those that are there */
static void add_lines(GArray *lines, const char *p, const char *end)
{
	guint used = lines->len;

#if defined(__SSE2__)
	/* a call for each line takes longer than to look at its 30 bytes */
	for (const char *at = p; end - at >= 16; at += 16) {
		for (int mask = byterun_newline_mask(at); mask; mask &= mask - 1) {
			const char *next = at + __builtin_ctz(mask) + 1;

			room_for(lines, used);
			g_array_index(lines, struct line, used++) = (struct line){ p, next - p };
			p = next;
		}
	}
#endif
	while (p < end) {
		const char *newline = memchr(p, '\n', end - p);
		const char *next = newline ? newline + 1 : end;

		room_for(lines, used);
		g_array_index(lines, struct line, used++) = (struct line){ p, next - p };
		p = next;
	}
	g_array_set_size(lines, used);
}

GArray *lines_of(GBytes *bytes)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct line));
	gsize size = 0;
	const char *text = bytes ? g_bytes_get_data(bytes, &size) : NULL;

	if (text)
		add_lines(lines, text, text + size);
	return lines;
}

/* lines [from, to) of another text, which stand @by bytes further in this one */
static void add_moved(GArray *lines, const GArray *like, guint from, guint to, gssize by)
{
	guint at = lines->len;

	g_array_set_size(lines, at + to - from);
	for (guint i = from; i < to; i++) {
		struct line line = g_array_index(like, struct line, i);

		line.text += by;
		g_array_index(lines, struct line, at++) = line;
	}
}

/* how many lines begin in front of a place */
static guint lines_before(const GArray *lines, const char *place)
{
	guint low = 0, high = lines->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (g_array_index(lines, struct line, middle).text < place)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* bytes of whole lines in front of @at, which end with a newline all */
static gsize whole_lines(const char *text, gsize at)
{
	while (at && text[at - 1] != '\n')
		at--;
	return at;
}

/* bytes behind the first newline of the last @size */
static gsize whole_rest(const char *end, gsize size)
{
	const char *newline = size ? memchr(end - size, '\n', size) : NULL;

	return newline ? end - newline - 1 : 0;
}

GArray *lines_like(GBytes *bytes, GBytes *like, const GArray *like_lines,
		   struct line_common *out)
{
	GArray *lines = g_array_sized_new(FALSE, FALSE, sizeof(struct line), 2 * like_lines->len);
	gsize size, like_size, limit, head = 0, tail = 0;
	const char *text = g_bytes_get_data(bytes, &size);
	const char *other = g_bytes_get_data(like, &like_size);
	guint rest;

	text = text ? text : "";
	other = other ? other : "";
	limit = MIN(size, like_size);
	if (limit) {
		head = whole_lines(text, common_head(text, other, limit));
		tail = whole_rest(text + size,
				  common_tail(text + size, other + like_size, limit - head));
	}
	out->head = head ? lines_before(like_lines, other + head) : 0;
	rest = tail ? lines_before(like_lines, other + like_size - tail) : like_lines->len;
	out->tail = like_lines->len - rest;
	add_moved(lines, like_lines, 0, out->head, text - other);
	add_lines(lines, text + head, text + size - tail);
	add_moved(lines, like_lines, rest, like_lines->len,
		  (text + size) - (other + like_size));
	return lines;
}
