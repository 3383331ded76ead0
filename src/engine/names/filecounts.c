// SPDX-License-Identifier: GPL-2.0-only
#include "engine/names/filecounts.h"

#include <string.h>

/* slots of a table that has nothing in it; a power of two */
#define SLOTS_MIN 1024

/* open addressing; twelve bytes a slot, so two arrays */
struct file_counts {
	guint64 *hashes; /* 0 for a free slot */
	gint32 *by;
	guint size; /* slots, a power of two */
	guint used;
};

static void make(struct file_counts *counts, guint size)
{
	counts->size = size;
	counts->used = 0;
	counts->hashes = g_new0(guint64, size);
	counts->by = g_new0(gint32, size);
}

struct file_counts *file_counts_new(void)
{
	struct file_counts *counts = g_new0(struct file_counts, 1);

	make(counts, SLOTS_MIN);
	return counts;
}

void file_counts_free(struct file_counts *counts)
{
	if (!counts)
		return;
	g_free(counts->hashes);
	g_free(counts->by);
	g_free(counts);
}

void file_counts_clear(struct file_counts *counts)
{
	g_free(counts->hashes);
	g_free(counts->by);
	make(counts, SLOTS_MIN);
}

guint file_counts_size(const struct file_counts *counts)
{
	return counts->used;
}

/* no name's is 0 but by chance, and then it is that of another one */
static guint64 key_of(guint64 hash)
{
	return hash ? hash : 1;
}

/* the slot that holds @key, or the free one where it belongs */
static guint slot_of(const struct file_counts *counts, guint64 key)
{
	guint at = key & (counts->size - 1);

	while (counts->hashes[at] && counts->hashes[at] != key)
		at = (at + 1) & (counts->size - 1);
	return at;
}

gint32 file_counts_get(const struct file_counts *counts, guint64 hash)
{
	return counts->by[slot_of(counts, key_of(hash))];
}

/* what went and came back needs no slot any more */
static void grow(struct file_counts *counts)
{
	struct file_counts old = *counts;
	guint live = 0;

	for (guint i = 0; i < old.size; i++)
		live += old.by[i] != 0;
	make(counts, live > old.size / 4 ? old.size * 2 : old.size);
	for (guint i = 0; i < old.size; i++)
		if (old.by[i])
			file_counts_add(counts, old.hashes[i], old.by[i]);
	g_free(old.hashes);
	g_free(old.by);
}

void file_counts_add(struct file_counts *counts, guint64 hash, gint32 by)
{
	const guint64 key = key_of(hash);
	guint at = slot_of(counts, key);

	if (!counts->hashes[at]) {
		if (counts->used >= counts->size / 4 * 3) {
			grow(counts);
			at = slot_of(counts, key);
		}
		counts->hashes[at] = key;
		counts->used++;
	}
	counts->by[at] += by;
}

static gint compare(gconstpointer a, gconstpointer b)
{
	const struct file_count *of_a = a, *of_b = b;

	return of_a->hash < of_b->hash ? -1 : of_a->hash > of_b->hash;
}

GArray *file_counts_sorted(const struct file_counts *counts)
{
	GArray *sorted = g_array_new(FALSE, FALSE, sizeof(struct file_count));

	for (guint i = 0; i < counts->size; i++) {
		const struct file_count count = { counts->hashes[i], counts->by[i] };

		if (count.by)
			g_array_append_val(sorted, count);
	}
	g_array_sort(sorted, compare);
	return sorted;
}
