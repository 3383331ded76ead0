// SPDX-License-Identifier: GPL-2.0-only
#include "base/file.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/error.h"
#include "base/tmpdir.h"

#define NOBODY 65534

static void check_content(const char *path, const char *expected)
{
	g_autofree char *text = NULL;

	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	g_assert_cmpstr(text, ==, expected);
}

static void put(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	g_assert_true(file_write(path, text, -1, NULL));
}

static ino_t inode(const char *path)
{
	struct stat st;

	g_assert_cmpint(stat(path, &st), ==, 0);
	return st.st_ino;
}

static void test_round_trip(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "a/b/c");
	g_autoptr(GBytes) bytes = NULL;

	g_assert_true(file_write(path, "x\0y", 3, NULL));
	bytes = file_read(path, NULL);
	g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), "x\0y", 3);
}

static void test_same_content_is_left_alone(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "a");
	ino_t before;

	g_assert_true(file_write(path, "one", -1, NULL));
	before = inode(path);
	g_assert_true(file_write(path, "one", -1, NULL));
	g_assert_true(inode(path) == before);
	g_assert_true(file_write(path, "two", -1, NULL));
	g_assert_true(inode(path) != before);
	check_content(path, "two");
}

static void test_read_errors(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "none");
	g_autoptr(GError) missing = NULL;
	g_autoptr(GError) folder = NULL;
	g_autoptr(GError) fifo = NULL;

	g_assert_null(file_read(path, &missing));
	g_assert_error(missing, BS_ERROR, BS_ERROR_MISSING);
	g_assert_nonnull(strstr(missing->message, path));
	g_assert_null(file_read(tmpdir_path(dir), &folder));
	g_assert_error(folder, BS_ERROR, BS_ERROR_IO);
	g_assert_null(file_read_own(path, NULL));
	g_assert_null(file_read_own(tmpdir_path(dir), NULL));
	g_assert_cmpint(mkfifo(path, 0666), ==, 0);
	g_assert_null(file_read_own(path, &fifo));
	g_assert_nonnull(strstr(fifo->message, "no regular file"));
}

static void test_write_errors(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *file = tmpdir_file(dir, "a");
	g_autofree char *below = tmpdir_file(dir, "a/b");
	g_autoptr(GError) error = NULL;

	g_assert_true(file_write(file, "x", -1, NULL));
	g_assert_false(file_write(below, "y", -1, &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_IO);
	check_content(file, "x");
}

/* a write that fails leaves the old file and nothing beside it */
static void test_nothing_half_written(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *folder = tmpdir_file(dir, "f");
	g_autofree char *path = tmpdir_file(dir, "f/a");
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) list = NULL;

	put(folder, "a", "old");
	g_assert_cmpint(chmod(tmpdir_path(dir), 0755), ==, 0);
	g_assert_cmpint(chmod(folder, 0555), ==, 0);
	/* root may write anywhere, so somebody else tries */
	if (!geteuid() && seteuid(NOBODY)) {
		g_test_skip("root cannot become somebody else here");
		return;
	}
	g_assert_false(file_write(path, "new", -1, &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_IO);
	check_content(path, "old");
	list = g_dir_open(folder, 0, NULL);
	g_assert_cmpstr(g_dir_read_name(list), ==, "a");
	g_assert_null(g_dir_read_name(list));
	if (!getuid())
		g_assert_cmpint(seteuid(0), ==, 0);
	chmod(folder, 0755);
}

static void test_folder_replace(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *staged = tmpdir_file(dir, "staged");
	g_autofree char *target = tmpdir_file(dir, "target");
	g_autofree char *file = tmpdir_file(dir, "target/a");
	g_autofree char *gone = tmpdir_file(dir, "target/old");

	put(target, "old", "1");
	put(staged, "a", "2");
	g_assert_true(folder_replace(staged, target, NULL));
	check_content(file, "2");
	g_assert_false(g_file_test(gone, G_FILE_TEST_EXISTS));
	g_assert_false(g_file_test(staged, G_FILE_TEST_EXISTS));
}

static void test_folder_replace_first_time(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *staged = tmpdir_file(dir, "staged");
	g_autofree char *target = tmpdir_file(dir, "target");
	g_autofree char *file = tmpdir_file(dir, "target/a");

	put(staged, "a", "2");
	g_assert_true(folder_replace(staged, target, NULL));
	check_content(file, "2");
}

static void test_folder_replace_same(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *staged = tmpdir_file(dir, "staged");
	g_autofree char *target = tmpdir_file(dir, "target");
	ino_t before;

	put(target, "s/a", "1");
	put(staged, "s/a", "1");
	before = inode(target);
	g_assert_true(folder_replace(staged, target, NULL));
	g_assert_true(inode(target) == before);
	g_assert_false(g_file_test(staged, G_FILE_TEST_EXISTS));
}

/* removing must not follow a link out of the folder */
static void test_remove_keeps_to_the_folder(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *outside = tmpdir_file(dir, "outside");
	g_autofree char *kept = tmpdir_file(dir, "outside/a");
	g_autofree char *folder = tmpdir_file(dir, "folder");
	g_autofree char *link = tmpdir_file(dir, "folder/link");

	put(outside, "a", "1");
	put(folder, "b", "2");
	g_assert_cmpint(symlink(outside, link), ==, 0);
	remove_recursively(folder);
	g_assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
	check_content(kept, "1");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/file/round-trip", test_round_trip);
	g_test_add_func("/file/same-content-is-left-alone", test_same_content_is_left_alone);
	g_test_add_func("/file/read-errors", test_read_errors);
	g_test_add_func("/file/write-errors", test_write_errors);
	g_test_add_func("/file/nothing-half-written", test_nothing_half_written);
	g_test_add_func("/file/folder-replace", test_folder_replace);
	g_test_add_func("/file/folder-replace-first-time", test_folder_replace_first_time);
	g_test_add_func("/file/folder-replace-same", test_folder_replace_same);
	g_test_add_func("/file/remove-keeps-to-the-folder", test_remove_keeps_to_the_folder);
	return g_test_run();
}
