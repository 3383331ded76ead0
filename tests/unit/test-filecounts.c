// SPDX-License-Identifier: GPL-2.0-only
/* Counts that take a byte each, against an array of full numbers. */
#include <glib.h>

#include "engine/filecounts.h"

#define NUMBERS 1000

static void test_as_an_array(void)
{
	g_autoptr(file_counts) counts = file_counts_new();
	g_autoptr(GRand) rand = g_rand_new_with_seed(1);
	guint32 expected[NUMBERS] = { 0 };

	g_assert_cmpuint(file_counts_get(counts, 7), ==, 0);
	for (guint i = 0; i < 200000; i++) {
		guint32 number = g_rand_int_range(rand, 0, NUMBERS);
		int by = g_rand_int_range(rand, 1, 300);

		if (g_rand_boolean(rand))
			by = -(int)MIN(expected[number], (guint32)by);
		expected[number] += by;
		file_counts_add(counts, number, by);
	}
	g_assert_cmpuint(file_counts_size(counts), >=, NUMBERS);
	for (guint i = 0; i < NUMBERS; i++)
		g_assert_cmpuint(file_counts_get(counts, i), ==, expected[i]);
}

static void test_edges(void)
{
	g_autoptr(file_counts) counts = file_counts_new();

	for (guint32 count = 254; count <= 256; count++) {
		file_counts_add(counts, count, count);
		g_assert_cmpuint(file_counts_get(counts, count), ==, count);
		file_counts_add(counts, count, -1);
		g_assert_cmpuint(file_counts_get(counts, count), ==, count - 1);
	}
	file_counts_add(counts, 5, 70000);
	g_assert_cmpuint(file_counts_get(counts, 5), ==, 70000);
	file_counts_clear(counts);
	g_assert_cmpuint(file_counts_get(counts, 5), ==, 0);
	file_counts_add(counts, 5, 1);
	g_assert_cmpuint(file_counts_get(counts, 5), ==, 1);
	g_assert_cmpuint(file_counts_get(counts, 1 << 30), ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filecounts/as-an-array", test_as_an_array);
	g_test_add_func("/filecounts/edges", test_edges);
	return g_test_run();
}
