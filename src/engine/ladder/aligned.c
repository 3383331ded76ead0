// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/text.h"
#include "engine/ladder/vocabulary.h"

#define BLOCK_BYTES 60000

/* the bytes of a run of lines, which lie behind each other in their file */
static struct line bytes_of(const GArray *lines, size_t at, size_t count)
{
	const struct line *first = &g_array_index(lines, struct line, at);
	const struct line *last = &g_array_index(lines, struct line, at + count - 1);

	return (struct line){ first->text, last->text + last->size - first->text };
}

static void visit_block(const struct line *base, const struct line *ours,
			void (*visit)(void *data, const struct aligned *edit), void *data)
{
	g_autoptr(GArray) x = text_words(base->text, base->size);
	g_autoptr(GArray) y = text_words(ours->text, ours->size);
	GArray *both[] = { x, y };
	g_autoptr(GArray) changes = NULL;
	struct aligned edit = { .base = x, .ours = y };
	guint *numbers[2];

	text_number(both, 2, false, numbers);
	changes = sequence_diff(numbers[0], x->len, numbers[1], y->len);
	for (guint i = 0; i < changes->len; i++) {
		edit.words = g_array_index(changes, struct change, i);
		visit(data, &edit);
	}
	g_free(numbers[0]);
	g_free(numbers[1]);
}

void aligned_edits(struct scans *scans, GBytes *base, GBytes *ours,
		   void (*visit)(void *data, const struct aligned *edit), void *data)
{
	const GArray *base_lines = scans_lines(scans, base), *our_lines = scans_lines(scans, ours);
	const GArray *changes = scans_merge_changes(scans, base, ours);

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);
		struct line x, y;

		if (!change->old_count || !change->new_count)
			continue;
		x = bytes_of(base_lines, change->old_at, change->old_count);
		y = bytes_of(our_lines, change->new_at, change->new_count);
		if (x.size + y.size <= BLOCK_BYTES)
			visit_block(&x, &y, visit, data);
	}
}
