// SPDX-License-Identifier: GPL-2.0-only
#include "engine/ladder/evidence.h"

#include <stdlib.h>

#include "engine/code/text.h"
#include "engine/ladder/resolve.h"

/* two versions of a file with more lines are compared by their number alone */
#define MANY_LINES 150000

/* how often a line, white space at its ends apart, is added or removed */
static GHashTable *balance_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void balance_add(GHashTable *balance, const GArray *lines, size_t at, size_t count, int by)
{
	for (size_t i = at; i < at + count; i++) {
		struct line line = text_trim(&g_array_index(lines, struct line, i));
		char *text;
		int now;

		if (!line.size)
			continue;
		text = g_strndup(line.text, line.size);
		now = GPOINTER_TO_INT(g_hash_table_lookup(balance, text));
		g_hash_table_replace(balance, text, GINT_TO_POINTER(now + by));
	}
}

/* lines that are added and removed; how many of the latter */
static int balance_lines(struct scans *scans, GBytes *old, GBytes *new, int by, GHashTable *added,
			 GHashTable *removed, int *out_removed)
{
	const GArray *x = scans_lines(scans, old), *y = scans_lines(scans, new);
	const GArray *changes = scans_changes(scans, old, new);
	int size = 0;

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		balance_add(removed, x, change->old_at, change->old_count, by);
		balance_add(added, y, change->new_at, change->new_count, by);
		size += change->old_count + change->new_count;
		*out_removed += change->old_count;
	}
	return size;
}

int evidence_size(struct scans *scans, GBytes *old, GBytes *new)
{
	const GArray *x, *y, *changes;
	int size = 0;

	if (text_binary(old) || text_binary(new))
		return 0;
	x = scans_lines(scans, old);
	y = scans_lines(scans, new);
	if (x->len + y->len > MANY_LINES)
		return abs((int)x->len - (int)y->len);
	changes = scans_changes(scans, old, new);
	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		size += change->old_count + change->new_count;
	}
	return size;
}

static void sum_up(GHashTable *balance, int *more, int *less)
{
	GHashTableIter iter;
	gpointer count;

	g_hash_table_iter_init(&iter, balance);
	while (g_hash_table_iter_next(&iter, NULL, &count)) {
		int n = GPOINTER_TO_INT(count);

		*more += MAX(n, 0);
		*less += MAX(-n, 0);
	}
}

/* the change here against upstream's, line by line */
static void find_residue(const struct evidence_input *input, struct signs *signs)
{
	g_autoptr(GHashTable) added = balance_new(), removed = balance_new();
	int *values = signs->value, more = 0, ours_removed = 0;

	values[SIGN_size] = balance_lines(input->scans, input->base, input->theirs, -1, added,
					  removed, &values[SIGN_removes]);
	balance_lines(input->scans, input->ours, input->result, 1, added, removed, &ours_removed);
	sum_up(added, &more, &values[SIGN_added_less]);
	sum_up(removed, &more, &values[SIGN_removed_less]);
	values[SIGN_residue] = more + values[SIGN_added_less] + values[SIGN_removed_less];
}

static void find_file(const struct evidence_input *input, struct signs *signs)
{
	const GArray *x = scans_lines(input->scans, input->base);
	const GArray *changes = scans_merge_changes(input->scans, input->base, input->ours);
	size_t gone = 0;

	for (guint i = 0; i < changes->len; i++)
		gone += g_array_index(changes, struct change, i).old_count;
	signs->value[SIGN_file] = x->len ? 100 * (x->len - gone) / x->len : 100;
}

static void find_regions(const struct evidence_input *input, struct signs *signs)
{
	for (guint i = 0; i < input->regions->len; i++) {
		const struct resolved *resolved = input->regions->pdata[i];
		g_autoptr(GArray) base = lines_of(resolved->base), ours = lines_of(resolved->ours);
		g_autoptr(GArray) theirs = lines_of(resolved->theirs);
		int lines = base->len + ours->len + theirs->len, alike;

		if (!lines)
			continue;
		signs->value[SIGN_regions]++;
		signs->value[SIGN_lines] = MAX(signs->value[SIGN_lines], lines);
		signs->value[SIGN_ours_empty] += text_blank_bytes(resolved->ours);
		signs->value[SIGN_base_empty] += text_blank_bytes(resolved->base);
		signs->value[SIGN_theirs_empty] += text_blank_bytes(resolved->theirs);
		alike = text_percent_alike(resolved->base, resolved->ours);
		signs->value[SIGN_likeness] = MIN(signs->value[SIGN_likeness], alike);
	}
}

void evidence_find(const struct evidence_input *input, struct signs *signs)
{
	signs->value[SIGN_no_code] = !input->c;
	find_regions(input, signs);
	find_residue(input, signs);
	find_file(input, signs);
}
