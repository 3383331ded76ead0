// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counts of names in a file, and how it is made of many: against GLib's table, and damaged in
 * each place.
 */
#include "engine/names/wordfile.h"

#include <string.h>
#include <unistd.h>

#include "base/tmpdir.h"
#include "engine/names/wordsort.h"

#define BLOCK_SIZE 4096

/* that are enough to be put aside twice */
#define MANY_NAMES 2000000

static guint64 hash_of(guint64 i)
{
	return i * 0x9e3779b97f4a7c15;
}

static guint32 count_in(struct word_file *file, guint64 hash)
{
	guint32 count;

	g_assert_true(word_file_get(file, hash, &count));
	return count;
}

/* names 10, 20, 30, ... of a file, so often as that number has digits */
static void write_tens(const char *path, guint names)
{
	struct word_writer *writer = word_writer_new(path);

	g_assert_nonnull(writer);
	for (guint64 i = 1; i <= names; i++)
		word_writer_add(writer, i * 10, i < 10 ? 2 : 3);
	g_assert_true(word_writer_end(writer, true));
}

static void test_looked_up(void)
{
	static const guint sizes[] = { 0, 1, 339, 340, 341, 680, 5000 };
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "words");

	g_assert_null(word_file_open(path, NULL));
	for (guint n = 0; n < G_N_ELEMENTS(sizes); n++) {
		g_autoptr(word_file) file = NULL;

		write_tens(path, sizes[n]);
		file = word_file_open(path, NULL);
		g_assert_nonnull(file);
		g_assert_cmpuint(word_file_names(file), ==, sizes[n]);
		for (guint i = 1; i <= sizes[n]; i++) {
			g_assert_cmpuint(count_in(file, i * 10), ==, i < 10 ? 2 : 3);
			g_assert_cmpuint(count_in(file, i * 10 - 1), ==, 0);
			g_assert_cmpuint(count_in(file, i * 10 + 1), ==, 0);
		}
		g_assert_cmpuint(count_in(file, 0), ==, 0);
		g_assert_cmpuint(count_in(file, G_MAXUINT64), ==, 0);
	}
}

/* one that was not completed takes no other's place */
static void test_given_up(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "words");
	struct word_writer *writer;
	g_autoptr(word_file) file = NULL;

	write_tens(path, 20);
	writer = word_writer_new(path);
	word_writer_add(writer, 5, 1);
	g_assert_false(word_writer_end(writer, false));
	file = word_file_open(path, NULL);
	g_assert_cmpuint(word_file_names(file), ==, 20);
	g_assert_null(word_writer_new("/nonexistent-folder/words"));
}

/* opened with each byte changed in turn, or cut there: what it says is true, or nothing */
static void check_damaged(const char *path, const char *text, gsize size, gsize at, bool cut)
{
	g_autofree char *other = g_memdup2(text, size);
	g_autoptr(word_file) file = NULL;
	guint told = 0;

	other[at] ^= 0x20;
	g_assert_true(g_file_set_contents(path, other, cut ? at : size, NULL));
	file = word_file_open(path, NULL);
	for (guint i = 1; file && i <= 400; i++) {
		guint32 count;

		if (word_file_get(file, i * 10, &count))
			g_assert_cmpuint(count, ==, i < 10 ? 2 : 3);
		else
			told++;
	}
	if (cut)
		g_assert_null(file);
	else
		/* of two blocks the other one is as good as before */
		g_assert_true(!file || told == 340 || told == 60);
}

static void test_damaged(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "words");
	g_autofree char *text = NULL;
	gsize size;

	write_tens(path, 400);
	g_assert_true(g_file_get_contents(path, &text, &size, NULL));
	/* the count of names in the tail is asked for by nobody who looks one up */
	for (gsize at = 0; at < size - 16; at += at < 2 * BLOCK_SIZE ? 61 : 1) {
		check_damaged(path, text, size, at, false);
		check_damaged(path, text, size, at, true);
	}
}

/* what is in memory of this program, in bytes */
static gsize resident(void)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) fields = NULL;

	g_assert_true(g_file_get_contents("/proc/self/statm", &text, NULL, NULL));
	fields = g_strsplit(text, " ", 4);
	g_assert_cmpuint(g_strv_length(fields), ==, 4);
	return g_ascii_strtoull(fields[1], NULL, 10) * sysconf(_SC_PAGESIZE);
}

/* a kernel's counts are 90 MB, and each worker looks into two of them */
static void test_little_memory(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "words");
	g_autoptr(word_file) file = NULL;
	gsize before;

	write_tens(path, MANY_NAMES);
	file = word_file_open(path, NULL);
	before = resident();
	for (guint64 i = 1; i <= MANY_NAMES; i++)
		g_assert_cmpuint(count_in(file, i * 10), ==, i < 10 ? 2 : 3);
	g_assert_cmpuint(resident(), <, before + (12 << 20));
}

struct walk {
	GHashTable *model;
	guint64 last;
	guint names;
};

static bool walk(void *data, guint64 hash, guint32 count)
{
	struct walk *walk = data;

	g_assert_true(!walk->names++ || hash > walk->last);
	walk->last = hash;
	g_assert_cmpuint(GPOINTER_TO_UINT(g_hash_table_lookup(walk->model, (gpointer)hash)), ==,
			 count);
	return true;
}

static void add(GHashTable *model, struct file_counts *counts, guint64 hash, gint32 by)
{
	const gint32 now = GPOINTER_TO_INT(g_hash_table_lookup(model, (gpointer)hash)) + by;

	if (now)
		g_hash_table_insert(model, (gpointer)hash, GINT_TO_POINTER(now));
	else
		g_hash_table_remove(model, (gpointer)hash);
	file_counts_add(counts, hash, by);
}

/* changes that @sort puts aside as often as they are many; each name goes and comes by turns */
static void change(GHashTable *model, struct word_sort *sort, struct file_counts *counts,
		   const char *folder, gint32 by, guint64 step)
{
	for (guint64 i = 1; i <= MANY_NAMES; i += step) {
		add(model, counts, hash_of(i), by);
		if (word_sort_full(counts))
			g_assert_true(word_sort_spill(sort, counts, folder));
	}
}

static void check_file(const char *path, GHashTable *model)
{
	g_autoptr(word_file) file = word_file_open(path, NULL);
	struct walk walked = { model };

	g_assert_nonnull(file);
	g_assert_true(word_file_each(file, walk, &walked));
	g_assert_cmpuint(walked.names, ==, g_hash_table_size(model));
	g_assert_cmpuint(word_file_names(file), ==, walked.names);
}

static void test_sorted(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "words"), *next = tmpdir_file(dir, "next");
	g_autoptr(GHashTable) model = g_hash_table_new(NULL, NULL);
	g_autoptr(word_sort) sort = word_sort_new(), again = word_sort_new();
	g_autoptr(file_counts) counts = file_counts_new();
	g_autoptr(word_file) base = NULL;
	g_autoptr(GPtrArray) left = NULL;
	bool damaged;

	change(model, sort, counts, tmpdir_path(dir), 2, 1);
	change(model, sort, counts, tmpdir_path(dir), -1, 7);
	change(model, sort, counts, tmpdir_path(dir), -2, 11);
	/* more is taken than there was: nothing is left */
	g_assert_true(word_sort_write(sort, NULL, counts, path, &damaged));
	g_assert_false(damaged);
	for (guint64 i = 1; i <= MANY_NAMES; i += 77)
		g_hash_table_remove(model, (gpointer)hash_of(i));
	check_file(path, model);
	/* and from there on */
	base = word_file_open(path, NULL);
	file_counts_clear(counts);
	change(model, again, counts, tmpdir_path(dir), 3, 2);
	change(model, again, counts, tmpdir_path(dir), 1, 14);
	g_assert_true(word_sort_write(again, base, counts, next, &damaged));
	check_file(next, model);
}

static void test_damaged_base(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "words"), *next = tmpdir_file(dir, "next");
	g_autoptr(word_sort) sort = word_sort_new();
	g_autoptr(file_counts) counts = file_counts_new();
	g_autoptr(word_file) base = NULL;
	g_autofree char *text = NULL;
	bool damaged = false;
	gsize size;

	write_tens(path, 1000);
	g_assert_true(g_file_get_contents(path, &text, &size, NULL));
	text[BLOCK_SIZE + 100] ^= 1;
	g_assert_true(g_file_set_contents(path, text, size, NULL));
	base = word_file_open(path, NULL);
	g_assert_nonnull(base);
	file_counts_add(counts, 15, 1);
	g_assert_false(word_sort_write(sort, base, counts, next, &damaged));
	g_assert_true(damaged);
	g_assert_false(g_file_test(next, G_FILE_TEST_EXISTS));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/wordfile/looked-up", test_looked_up);
	g_test_add_func("/wordfile/given-up", test_given_up);
	g_test_add_func("/wordfile/damaged", test_damaged);
	g_test_add_func("/wordfile/little-memory", test_little_memory);
	g_test_add_func("/wordfile/sorted", test_sorted);
	g_test_add_func("/wordfile/damaged-base", test_damaged_base);
	return g_test_run();
}
