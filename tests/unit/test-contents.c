// SPDX-License-Identifier: GPL-2.0-only
#include "store/contents.h"

#include <string.h>

#include "base/tmpdir.h"

static char *db;

static void id_of(guint number, guint8 *id)
{
	memset(id, 0, CONTENTS_ID);
	memcpy(id, &number, sizeof(number));
}

static void put(struct contents *contents, guint number, const char *text)
{
	guint8 id[CONTENTS_ID];

	id_of(number, id);
	contents_put(contents, id, text, strlen(text));
}

/* NULL when it is not known */
static char *get(struct contents *contents, guint number)
{
	guint8 id[CONTENTS_ID];
	const guint8 *data;
	gsize size;

	id_of(number, id);
	return contents_get(contents, id, &data, &size) ? g_strndup((const char *)data, size) :
							  NULL;
}

static void assert_is(struct contents *contents, guint number, const char *text)
{
	g_autofree char *known = get(contents, number);

	g_assert_cmpstr(known, ==, text);
}

/* one run of the program: adds numbers from @from up to @to */
static void add(guint from, guint to)
{
	g_autoptr(results) results = results_open(db, NULL);
	g_autoptr(contents) contents = contents_open(results, "c");

	for (guint i = from; i < to; i++) {
		g_autofree char *text = g_strdup_printf("text %u", i);

		put(contents, i, text);
	}
}

static void assert_all(guint count)
{
	g_autoptr(results) results = results_open(db, NULL);
	g_autoptr(contents) contents = contents_open(results, "c");

	for (guint i = 0; i < count; i++) {
		g_autofree char *text = g_strdup_printf("text %u", i);

		assert_is(contents, i, text);
	}
	assert_is(contents, count, NULL);
}

static void test_kept(void)
{
	add(0, 3000);
	assert_all(3000);
	{
		g_autoptr(results) results = results_open(db, NULL);
		g_autoptr(contents) contents = contents_open(results, "c"), other = NULL;

		/* what is new is known at once; what is known stays as it is */
		put(contents, 3000, "");
		assert_is(contents, 3000, "");
		put(contents, 7, "another");
		assert_is(contents, 7, "text 7");
		other = contents_open(results, "d");
		assert_is(other, 7, NULL);
	}
}

static guint pieces(struct results *results)
{
	g_autoptr(GBytes) count = results_get(results, "c");
	g_autofree char *text = g_strndup(g_bytes_get_data(count, NULL), g_bytes_get_size(count));

	return strtoul(text, NULL, 10);
}

/* many runs that add little leave few pieces */
static void test_runs(void)
{
	guint most = 0;

	for (guint run = 0; run < 40; run++) {
		g_autoptr(results) results = NULL;

		add(run * 5, run * 5 + 5);
		results = results_open(db, NULL);
		most = MAX(most, pieces(results));
	}
	g_assert_cmpuint(most, >, 3);
	g_assert_cmpuint(most, <, 20);
	assert_all(200);
}

/* two pieces, of which the first is what is given */
static void with_first(const void *piece, gsize size)
{
	g_autoptr(results) results = NULL;

	add(0, 4);
	add(4, 8);
	results = results_open(db, NULL);
	g_assert_cmpuint(pieces(results), ==, 2);
	results_put(results, "c 0", piece, size);
}

/* nothing of the first is believed, and the second is still there */
static void assert_first_is_gone(void)
{
	g_autoptr(results) results = results_open(db, NULL);
	g_autoptr(contents) contents = contents_open(results, "c");

	for (guint i = 0; i < 4; i++)
		assert_is(contents, i, NULL);
	for (guint i = 4; i < 8; i++) {
		g_autofree char *text = g_strdup_printf("text %u", i);

		assert_is(contents, i, text);
	}
}

static void forget(void)
{
	g_autoptr(results) results = results_open(db, NULL);

	results_put(results, "c", "0", 1);
}

/* any bit that is other than it was, and any end that is missing, is noticed */
static void test_damaged(void)
{
	g_autofree guint8 *bytes = NULL;
	gsize size;

	add(0, 4);
	{
		g_autoptr(results) results = results_open(db, NULL);
		g_autoptr(GBytes) first = results_get(results, "c 0");
		const guint8 *data = g_bytes_get_data(first, &size);

		bytes = g_memdup2(data, size);
	}
	for (gsize i = 0; i < size; i++) {
		forget();
		bytes[i] ^= 1U << i % 8;
		with_first(bytes, size);
		bytes[i] ^= 1U << i % 8;
		assert_first_is_gone();
	}
	for (gsize i = 0; i < size; i++) {
		forget();
		with_first(bytes, i);
		assert_first_is_gone();
	}
}

/* after damage everything is as new, and kept again */
static void test_rebuilt(void)
{
	with_first("damaged", 7);
	assert_first_is_gone();
	add(0, 200);
	assert_all(200);
}

static void test_nothing_kept(void)
{
	g_autoptr(contents) contents = contents_open(NULL, "c");

	put(contents, 1, "one");
	assert_is(contents, 1, "one");
	assert_is(contents, 2, NULL);
}

static void run_with_file(gconstpointer test)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);

	db = tmpdir_file(dir, "results.db");
	((void (*)(void))test)();
	g_clear_pointer(&db, g_free);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/contents/kept", test_kept, run_with_file);
	g_test_add_data_func("/contents/runs", test_runs, run_with_file);
	g_test_add_data_func("/contents/damaged", test_damaged, run_with_file);
	g_test_add_data_func("/contents/rebuilt", test_rebuilt, run_with_file);
	g_test_add_data_func("/contents/nothing-kept", test_nothing_kept, run_with_file);
	return g_test_run();
}
