// SPDX-License-Identifier: GPL-2.0-only
/*
 * The cache against the sqlite3 file format itself: damage, another version,
 * two users at once.
 */
#define _GNU_SOURCE
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/tmpdir.h"
#include "store/cache.h"

static struct cache *open_or_die(const char *path)
{
	g_autoptr(GError) error = NULL;
	struct cache *cache = cache_open(path, &error);

	g_assert_no_error(error);
	g_assert_nonnull(cache);
	return cache;
}

static void assert_value(struct cache *cache, const char *kind, const char *key,
			 const char *expected)
{
	g_autofree char *value = cache_get(cache, kind, key);

	g_assert_cmpstr(value, ==, expected);
}

static void test_keeps(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "sub/folder/state.db");
	struct cache *cache = open_or_die(path);

	assert_value(cache, "sparse", "a", NULL);
	cache_put(cache, "sparse", "a", "one");
	cache_put(cache, "gcc", "a", "two");
	cache_put(cache, "sparse", "a", "three");
	cache_put(cache, "sparse", "", "");
	cache_free(cache);
	cache = open_or_die(path);
	assert_value(cache, "sparse", "a", "three");
	assert_value(cache, "gcc", "a", "two");
	assert_value(cache, "gcc", "b", NULL);
	assert_value(cache, "sparse", "", "");
	cache_free(cache);
}

static void test_stays_small(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "state.db");
	g_autofree char *value = g_strnfill(1 << 20, 'x');
	struct cache *cache = open_or_die(path);
	struct stat status;

	cache_put(cache, "git", "a", "one");
	cache_free(cache);
	cache = open_or_die(path);
	assert_value(cache, "git", "a", "one");
	for (int i = 0; i < 65; i++) {
		g_autofree char *key = g_strdup_printf("%d", i);

		cache_put(cache, "git", key, value);
	}
	cache_free(cache);
	cache = open_or_die(path);
	assert_value(cache, "git", "a", NULL);
	cache_put(cache, "git", "a", "two");
	assert_value(cache, "git", "a", "two");
	cache_free(cache);
	g_assert_cmpint(stat(path, &status), ==, 0);
	g_assert_cmpint(status.st_size, <, 1 << 20);
}

static void test_hashes_keys(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "state.db");
	g_autofree char *content = NULL;
	gsize size;
	struct cache *cache = open_or_die(path);

	cache_put(cache, "sparse", "a secret looking key", "value-in-clear");
	cache_free(cache);
	g_assert_true(g_file_get_contents(path, &content, &size, NULL));
	g_assert_nonnull(memmem(content, size, "value-in-clear", 14));
	g_assert_null(memmem(content, size, "secret looking", 14));
	/* no write-ahead log: bytes 18 and 19 of the header are 1 */
	g_assert_cmpint(content[18], ==, 1);
	g_assert_cmpint(content[19], ==, 1);
}

static void test_no_cache(void)
{
	assert_value(NULL, "sparse", "a", NULL);
	cache_put(NULL, "sparse", "a", "one");
	cache_free(NULL);
}

static void aside_case(const char *path, const char *bytes, gsize size)
{
	g_autofree char *aside = g_strconcat(path, ".old", NULL);
	g_autofree char *kept = NULL;
	gsize kept_size;
	struct cache *cache;

	g_assert_true(g_file_set_contents(path, bytes, size, NULL));
	cache = open_or_die(path);
	assert_value(cache, "sparse", "a", NULL);
	cache_put(cache, "sparse", "a", "new");
	assert_value(cache, "sparse", "a", "new");
	cache_free(cache);
	g_assert_true(g_file_get_contents(aside, &kept, &kept_size, NULL));
	g_assert_cmpmem(kept, kept_size, bytes, size);
}

static void test_sets_garbage_aside(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "state.db");
	g_autofree char *noise = g_malloc(8192);

	memset(noise, 'x', 8192);
	aside_case(path, noise, 8192);
	aside_case(path, "short", 5);
}

static void test_sets_damage_aside(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "state.db");
	g_autofree char *content = NULL;
	gsize size;
	struct cache *cache = open_or_die(path);

	for (int i = 0; i < 500; i++) {
		g_autofree char *key = g_strdup_printf("%d", i);

		cache_put(cache, "sparse", key, "a value of some length, to fill pages");
	}
	cache_free(cache);
	g_assert_true(g_file_get_contents(path, &content, &size, NULL));
	g_assert_cmpint(size, >, 5 * 4096);
	memset(content + 4096, 0xff, 3 * 4096);
	aside_case(path, content, size);
}

static void test_sets_other_version_aside(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "state.db");
	g_autofree char *content = NULL;
	gsize size;

	cache_free(open_or_die(path));
	g_assert_true(g_file_get_contents(path, &content, &size, NULL));
	/* user_version: big-endian at offset 60 of the file header */
	g_assert_cmpint(content[63], ==, 1);
	content[63] = 99;
	aside_case(path, content, size);
}

static void test_two_users(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "state.db");
	struct cache *one = open_or_die(path);
	struct cache *two = open_or_die(path);

	cache_put(one, "sparse", "a", "one");
	assert_value(two, "sparse", "a", "one");
	cache_put(two, "sparse", "a", "two");
	assert_value(one, "sparse", "a", "two");
	cache_free(one);
	cache_free(two);
}

static void test_unwritable(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *file = tmpdir_file(dir, "file");
	g_autofree char *below = tmpdir_file(dir, "file/state.db");
	g_autoptr(GError) error = NULL;

	g_assert_true(g_file_set_contents(file, "x", 1, NULL));
	g_assert_null(cache_open(below, &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_IO);
	g_clear_error(&error);
	g_assert_null(cache_open(tmpdir_path(dir), &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_IO);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cache/keeps", test_keeps);
	g_test_add_func("/cache/stays-small", test_stays_small);
	g_test_add_func("/cache/hashes-keys", test_hashes_keys);
	g_test_add_func("/cache/no-cache", test_no_cache);
	g_test_add_func("/cache/garbage", test_sets_garbage_aside);
	g_test_add_func("/cache/damage", test_sets_damage_aside);
	g_test_add_func("/cache/other-version", test_sets_other_version_aside);
	g_test_add_func("/cache/two-users", test_two_users);
	g_test_add_func("/cache/unwritable", test_unwritable);
	return g_test_run();
}
