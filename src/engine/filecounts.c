// SPDX-License-Identifier: GPL-2.0-only
#include "engine/filecounts.h"

#include <string.h>

/* in the byte of a name whose count does not fit: it is in the table */
#define MANY 255

struct file_counts {
	guint8 *bytes;
	guint32 size;
	GHashTable *many; /* number -> count, MANY or more */
};

struct file_counts *file_counts_new(void)
{
	struct file_counts *counts = g_new0(struct file_counts, 1);

	counts->many = g_hash_table_new(NULL, NULL);
	return counts;
}

void file_counts_free(struct file_counts *counts)
{
	if (!counts)
		return;
	g_hash_table_unref(counts->many);
	g_free(counts->bytes);
	g_free(counts);
}

guint32 file_counts_size(const struct file_counts *counts)
{
	return counts->size;
}

guint32 file_counts_get(const struct file_counts *counts, guint32 number)
{
	if (number >= counts->size)
		return 0;
	if (counts->bytes[number] < MANY)
		return counts->bytes[number];
	return GPOINTER_TO_UINT(g_hash_table_lookup(counts->many, GUINT_TO_POINTER(number)));
}

static void make_room(struct file_counts *counts, guint32 number)
{
	guint32 size = MAX(number + 1, counts->size + counts->size / 8);

	counts->bytes = g_realloc(counts->bytes, size);
	memset(counts->bytes + counts->size, 0, size - counts->size);
	counts->size = size;
}

static void put(struct file_counts *counts, guint32 number, guint32 value)
{
	const gpointer key = GUINT_TO_POINTER(number);

	if (value >= MANY)
		g_hash_table_insert(counts->many, key, GUINT_TO_POINTER(value));
	else if (counts->bytes[number] == MANY)
		g_hash_table_remove(counts->many, key);
	counts->bytes[number] = MIN(value, MANY);
}

void file_counts_add(struct file_counts *counts, guint32 number, int by)
{
	if (number >= counts->size)
		make_room(counts, number);
	put(counts, number, file_counts_get(counts, number) + by);
}

void file_counts_clear(struct file_counts *counts)
{
	if (counts->size)
		memset(counts->bytes, 0, counts->size);
	g_hash_table_remove_all(counts->many);
}
