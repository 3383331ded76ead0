// SPDX-License-Identifier: GPL-2.0-only
#include <glib.h>
#include <glib/gstdio.h>

#include "base/file.h"
#include "base/strings.h"
#include "base/tmpdir.h"

static void test_array(void)
{
	g_autoptr(GPtrArray) array = g_ptr_array_new_with_free_func(g_free);

	add_string_once(array, "b");
	add_string_once(array, "a");
	add_string_once(array, "b");
	add_string_once(array, NULL);
	g_assert_cmpuint(array->len, ==, 2);
	add_stringf(array, "%s%d", "a", 1);
	g_assert_true(has_string(array, "a1"));
	g_assert_false(has_string(array, "a2"));
	g_ptr_array_sort(array, compare_strings);
	g_assert_cmpstr(array->pdata[0], ==, "a");
	g_assert_cmpstr(array->pdata[1], ==, "a1");
	g_assert_cmpstr(array->pdata[2], ==, "b");
}

static void check_lines(const char *text, const char *first, const char *last)
{
	g_autofree char *got_first = first_line(text);
	g_autofree char *got_last = last_line(text);

	g_assert_cmpstr(got_first, ==, first);
	g_assert_cmpstr(got_last, ==, last);
}

static void test_lines(void)
{
	check_lines("", "", "");
	check_lines("one", "one", "one");
	check_lines("one\ntwo\n", "one", "two");
	check_lines("\ntwo \n\n", "", "two");
}

static void test_words(void)
{
	static const char text[] = "relock lock_x DEFINE(lock, 2lock)";

	g_assert_true(word_in(text, "lock") == strstr(text, "lock,"));
	g_assert_true(word_in(text, "relock") == text);
	g_assert_true(word_in(text, "2lock") == strstr(text, "2lock"));
	g_assert_true(word_in(text, "(lock") == strstr(text, "(lock"));
	g_assert_true(word_in(text, "DEFINE(lock") == strstr(text, "DEFINE"));
	g_assert_null(word_in(text, "EFINE(lock"));
	g_assert_null(word_in(text, "DEFINE(loc"));
	g_assert_null(word_in(text, "x DEFINE"));
	g_assert_null(word_in("", "lock"));
}

static bool has_part(const char *name, const char *part)
{
	return name_has_part(name, strlen(name), part, strlen(part));
}

static void test_parts(void)
{
	g_assert_true(has_part("del", "del"));
	g_assert_true(has_part("del_timer", "del"));
	g_assert_true(has_part("list_del", "del"));
	g_assert_true(has_part("model_del_all", "del"));
	g_assert_false(has_part("model", "del"));
	g_assert_false(has_part("delay_on", "del"));
	g_assert_false(has_part("list_udel", "del"));
	g_assert_false(has_part("de", "del"));
}

static void test_folder(void)
{
	static const char *const names[] = { ".hidden", "B", "a", "a.b" };
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autoptr(GPtrArray) none = NULL, found = NULL;
	g_autofree char *missing = tmpdir_file(dir, "missing");

	for (guint i = G_N_ELEMENTS(names); i-- > 0;) {
		g_autofree char *path = tmpdir_file(dir, names[i]);

		g_assert_true(g_file_set_contents(path, "", 0, NULL));
	}
	found = folder_names(tmpdir_path(dir));
	g_assert_cmpuint(found->len, ==, G_N_ELEMENTS(names));
	for (guint i = 0; i < found->len; i++)
		g_assert_cmpstr(found->pdata[i], ==, names[i]);
	none = folder_names(missing);
	g_assert_cmpuint(none->len, ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/strings/array", test_array);
	g_test_add_func("/strings/lines", test_lines);
	g_test_add_func("/strings/words", test_words);
	g_test_add_func("/strings/parts", test_parts);
	g_test_add_func("/strings/folder", test_folder);
	return g_test_run();
}
