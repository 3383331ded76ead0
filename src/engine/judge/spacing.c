// SPDX-License-Identifier: GPL-2.0-only
#include "engine/judge/spacing.h"

#include <string.h>

#include "engine/code/text.h"
#include "format/linediff.h"

/* the same in front of their code, and behind it */
static bool is_set_alike(const struct line *a, const struct line *b)
{
	struct line x = text_trim(a), y = text_trim(b);
	size_t x_lead = x.text - a->text, y_lead = y.text - b->text;
	size_t x_tail = a->size - x_lead - x.size, y_tail = b->size - y_lead - y.size;

	return x_lead == y_lead && !memcmp(a->text, b->text, x_lead) && x_tail == y_tail &&
	       !memcmp(x.text + x.size, y.text + y.size, x_tail);
}

static bool is_same_code(const struct line *a, const struct line *b)
{
	struct line x = text_trim(a), y = text_trim(b);

	return text_same(&x, &y);
}

bool spacing_is_here(const struct picked_region *region)
{
	g_autoptr(GBytes) before = g_bytes_new_static(region->base, strlen(region->base));
	g_autoptr(GBytes) here = g_bytes_new_static(region->ours, strlen(region->ours));
	g_autoptr(GBytes) after = g_bytes_new_static(region->theirs, strlen(region->theirs));
	g_autoptr(GArray) base = lines_of(before), ours = lines_of(here), theirs = lines_of(after);
	bool same = base->len == theirs->len && ours->len == theirs->len;

	for (guint i = 0; same && i < theirs->len; i++) {
		const struct line *old = &g_array_index(base, struct line, i);
		const struct line *new = &g_array_index(theirs, struct line, i);

		same = text_same(old, new) ||
		       (is_same_code(old, new) &&
			is_set_alike(&g_array_index(ours, struct line, i), new));
	}
	return same;
}
