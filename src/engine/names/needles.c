// SPDX-License-Identifier: GPL-2.0-only
/*
 * Only the first bytes count to begin with, as many as the shortest string
 * has.  The pair of bytes at the end of such a window says how far it can be
 * moved on without passing over a string; mostly that is nearly its length.
 */
#include "engine/names/needles.h"

#include <string.h>

#define PAIRS 65536

struct needles {
	GArray *strings; /* struct line */
	gsize window;
	guint8 shift[PAIRS];
	gint32 head[PAIRS]; /* of those whose window ends with the pair; -1 for none */
	gint32 *next;
};

static guint pair_at(const char *at)
{
	return (guint)(guint8)at[0] << 8 | (guint8)at[1];
}

static const struct line *string_at(const struct needles *needles, guint index)
{
	return &g_array_index(needles->strings, struct line, index);
}

static void add_string(struct needles *needles, guint index)
{
	const char *text = string_at(needles, index)->text;
	gsize last = needles->window - 2;
	guint pair = pair_at(text + last);

	for (gsize i = 0; i <= last; i++) {
		guint8 *shift = &needles->shift[pair_at(text + i)];

		*shift = MIN(*shift, last - i);
	}
	needles->next[index] = needles->head[pair];
	needles->head[pair] = index;
}

struct needles *needles_new(const GArray *strings)
{
	struct needles *needles = g_new(struct needles, 1);

	needles->strings = g_array_copy((GArray *)strings);
	needles->window = G_MAXUINT8;
	for (guint i = 0; i < strings->len; i++)
		needles->window = MIN(needles->window, string_at(needles, i)->size);
	memset(needles->shift, needles->window - 1, sizeof(needles->shift));
	memset(needles->head, -1, sizeof(needles->head));
	needles->next = g_new(gint32, strings->len + 1);
	for (guint i = 0; i < strings->len; i++)
		add_string(needles, i);
	return needles;
}

void needles_find(const struct needles *needles, const char *text, gsize size,
		  void (*found)(void *data, guint index, gsize at), void *data)
{
	gsize last = needles->window - 2, at = last;

	if (!needles->strings->len)
		return;
	while (at + 2 <= size) {
		guint pair = pair_at(text + at), shift = needles->shift[pair];

		if (shift) {
			at += shift;
			continue;
		}
		for (gint32 i = needles->head[pair]; i >= 0; i = needles->next[i]) {
			const struct line *string = string_at(needles, i);

			if (string->size <= size - (at - last) &&
			    !memcmp(string->text, text + at - last, string->size))
				found(data, i, at - last);
		}
		at++;
	}
}

void needles_free(struct needles *needles)
{
	if (!needles)
		return;
	g_array_unref(needles->strings);
	g_free(needles->next);
	g_free(needles);
}
