// SPDX-License-Identifier: GPL-2.0-only
/* A table of counts by hash, against GLib's. */
#include <glib.h>

#include "engine/names/filecounts.h"

static guint64 hash_of(guint64 i)
{
	return i * 0x9e3779b97f4a7c15;
}

static gint32 expected(GHashTable *model, guint number)
{
	return GPOINTER_TO_INT(g_hash_table_lookup(model, GUINT_TO_POINTER(number)));
}

static void test_as_a_table(void)
{
	g_autoptr(file_counts) counts = file_counts_new();
	g_autoptr(GHashTable) model = g_hash_table_new(NULL, NULL);
	g_autoptr(GRand) rand = g_rand_new_with_seed(1);

	for (guint i = 0; i < 200000; i++) {
		const guint number = g_rand_int_range(rand, 0, 20000);
		const gint32 by = g_rand_int_range(rand, -300, 300);

		g_hash_table_insert(model, GUINT_TO_POINTER(number),
				    GINT_TO_POINTER(expected(model, number) + by));
		file_counts_add(counts, hash_of(number), by);
	}
	for (guint i = 0; i < 30000; i++)
		g_assert_cmpint(file_counts_get(counts, hash_of(i)), ==, expected(model, i));
}

static void test_sorted(void)
{
	g_autoptr(file_counts) counts = file_counts_new();
	g_autoptr(GArray) sorted = NULL;

	for (guint i = 1; i <= 5000; i++)
		file_counts_add(counts, hash_of(i), i % 3 - 1);
	sorted = file_counts_sorted(counts);
	/* two of three, as one has nothing more and nothing less */
	g_assert_cmpuint(sorted->len, ==, 3333);
	for (guint i = 1; i < sorted->len; i++)
		g_assert_true(g_array_index(sorted, struct file_count, i - 1).hash <
			      g_array_index(sorted, struct file_count, i).hash);
}

/* names that come and go, a few at a time, take no more room than those that are there */
static void test_come_and_go(void)
{
	g_autoptr(file_counts) counts = file_counts_new();

	for (guint i = 0; i < 300000; i++) {
		file_counts_add(counts, hash_of(i + 1), 1);
		if (i >= 100)
			file_counts_add(counts, hash_of(i - 99), -1);
	}
	g_assert_cmpuint(file_counts_size(counts), <, 1000);
	g_assert_cmpint(file_counts_get(counts, hash_of(300000)), ==, 1);
	g_assert_cmpint(file_counts_get(counts, hash_of(100)), ==, 0);
}

static void test_edges(void)
{
	g_autoptr(file_counts) counts = file_counts_new();

	g_assert_cmpint(file_counts_get(counts, 0), ==, 0);
	file_counts_add(counts, 0, 7);
	g_assert_cmpint(file_counts_get(counts, 0), ==, 7);
	file_counts_add(counts, G_MAXUINT64, -3);
	g_assert_cmpint(file_counts_get(counts, G_MAXUINT64), ==, -3);
	g_assert_cmpuint(file_counts_size(counts), ==, 2);
	file_counts_clear(counts);
	g_assert_cmpuint(file_counts_size(counts), ==, 0);
	g_assert_cmpint(file_counts_get(counts, G_MAXUINT64), ==, 0);
	file_counts_add(counts, G_MAXUINT64, 1);
	g_assert_cmpint(file_counts_get(counts, G_MAXUINT64), ==, 1);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filecounts/as-a-table", test_as_a_table);
	g_test_add_func("/filecounts/sorted", test_sorted);
	g_test_add_func("/filecounts/come-and-go", test_come_and_go);
	g_test_add_func("/filecounts/edges", test_edges);
	return g_test_run();
}
