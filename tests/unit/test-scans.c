// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is kept of a text is that text's, and what is kept of two is of those two.
 */
#include "engine/code/scans.h"

#include <string.h>

static GBytes *bytes_of(const char *text)
{
	return g_bytes_new(text, strlen(text));
}

static void test_texts(void)
{
	g_autoptr(scans) scans = scans_new();
	g_autoptr(GBytes) one = bytes_of("int a;\n"), two = bytes_of("int a;\nint b;\n");

	g_assert_cmpuint(scans_lines(scans, one)->len, ==, 1);
	g_assert_cmpuint(scans_lines(scans, two)->len, ==, 2);
	g_assert_true(scans_lines(scans, one) == scans_lines(scans, one));
	g_assert_cmpuint(scans_source(scans, one)->tokens->len, ==, 3);
	g_assert_cmpuint(scans_source(scans, two)->tokens->len, ==, 6);
	g_assert_true(scans_source(scans, two) == scans_source(scans, two));
}

static void test_changes(void)
{
	g_autoptr(scans) scans = scans_new();
	g_autoptr(GBytes) one = bytes_of("a\n"), two = bytes_of("a\nb\n");
	g_autoptr(GBytes) three = bytes_of("c\na\nd\n");
	const GArray *changes = scans_changes(scans, one, two);

	g_assert_cmpuint(changes->len, ==, 1);
	g_assert_cmpuint(scans_changes(scans, one, three)->len, ==, 2);
	g_assert_cmpuint(scans_changes(scans, one, one)->len, ==, 0);
	g_assert_cmpuint(g_array_index(scans_changes(scans, two, one), struct change, 0).old_count,
			 ==, 1);
	g_assert_true(scans_changes(scans, one, two) == changes);
	/* another algorithm, which may give another answer */
	g_assert_false(scans_merge_changes(scans, one, two) == changes);
}

static void test_blobs(void)
{
	g_autoptr(scans) scans = scans_new();
	g_autoptr(GBytes) one = bytes_of("a\n"), found = NULL;
	struct object_id id = { { 1 } }, other = { { 2 } };

	g_assert_null(scans_blob(scans, &id));
	scans_keep_blob(scans, &id, one);
	found = scans_blob(scans, &id);
	g_assert_true(found == one);
	g_assert_null(scans_blob(scans, &other));
}

/* what was asked for last stays longest */
static void test_trim(void)
{
	g_autoptr(scans) scans = scans_new();
	g_autofree char *many = g_strnfill(600 << 10, 'a');
	g_autoptr(GBytes) small = bytes_of("a\n"), old = bytes_of(many), new = bytes_of(many);
	struct object_id id = { { 1 } }, old_id = { { 2 } }, new_id = { { 3 } };
	g_autoptr(GBytes) found = NULL, again = NULL, newest = NULL;

	scans_keep_blob(scans, &id, small);
	scans_keep_blob(scans, &old_id, old);
	scans_trim(scans);
	found = scans_blob(scans, &id);
	g_assert_true(found == small);
	scans_keep_blob(scans, &new_id, new);
	scans_trim(scans);
	again = scans_blob(scans, &id);
	g_assert_true(again == small);
	newest = scans_blob(scans, &new_id);
	g_assert_true(newest == new);
	g_assert_null(scans_blob(scans, &old_id));
}

/* what is read of a text counts: so many lines take 16 times as much as the text */
static void test_trim_lines(void)
{
	g_autoptr(scans) scans = scans_new();
	g_autofree char *many = g_strnfill(100 << 10, '\n');
	g_autoptr(GBytes) text = bytes_of(many), found = NULL;
	struct object_id id = { { 1 } };

	scans_keep_blob(scans, &id, text);
	scans_trim(scans);
	found = scans_blob(scans, &id);
	g_assert_true(found == text);
	g_assert_cmpuint(scans_lines(scans, text)->len, ==, 100 << 10);
	scans_trim(scans);
	g_assert_null(scans_blob(scans, &id));
}

/* few and small ones are searched through, not many, and one of a blob */
static void test_trim_many(void)
{
	g_autoptr(scans) scans = scans_new();
	struct object_id first = { { 0, 0, 1 } };

	for (guint i = 0; i < 1000; i++) {
		g_autoptr(GBytes) text = bytes_of("");
		struct object_id id = { { i >> 8, i, 1 } };

		scans_keep_blob(scans, &id, text);
		scans_trim(scans);
	}
	g_assert_null(scans_blob(scans, &first));
}

static void test_same_blob(void)
{
	g_autoptr(scans) scans = scans_new();
	g_autoptr(GBytes) one = bytes_of("a\n"), again = bytes_of("a\n"), found = NULL;
	struct object_id id = { { 1 } };

	scans_keep_blob(scans, &id, one);
	scans_keep_blob(scans, &id, again);
	found = scans_blob(scans, &id);
	g_assert_true(found == one);
}

static void test_known(void)
{
	g_autoptr(scans) scans = scans_new();
	g_autoptr(GBytes) one = bytes_of("a\n"), two = bytes_of("a\nb\n");
	g_autoptr(GArray) lines = NULL, changes = NULL;
	const GArray *found;

	g_assert_null(scans_known_lines(scans, one));
	g_assert_null(scans_known_merge_changes(scans, one, two));
	found = scans_merge_changes(scans, one, two);
	lines = scans_known_lines(scans, two);
	g_assert_true(lines == scans_lines(scans, two));
	changes = scans_known_merge_changes(scans, one, two);
	g_assert_true(changes == found);
	g_assert_null(scans_known_merge_changes(scans, two, one));
	scans_changes(scans, two, one);
	g_assert_null(scans_known_merge_changes(scans, two, one));
}

/* of a text that was forgotten nothing is known, though another comes to have its address */
static void test_forgotten(void)
{
	g_autoptr(scans) scans = scans_new();
	g_autofree char *many = g_strnfill(2 << 20, 'a');
	g_autoptr(GBytes) one = bytes_of("a\n"), large = bytes_of(many);

	scans_merge_changes(scans, one, large);
	scans_lines(scans, one);
	scans_trim(scans);
	g_assert_null(scans_known_lines(scans, large));
	g_assert_null(scans_known_merge_changes(scans, one, large));
}

static void test_given(void)
{
	g_autoptr(scans) scans = scans_new();
	g_autoptr(scans) own = NULL;
	struct scans *none;

	g_assert_true(scans_given(scans, &none) == scans);
	g_assert_null(none);
	g_assert_nonnull(scans_given(NULL, &own));
	g_assert_nonnull(own);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/scans/texts", test_texts);
	g_test_add_func("/scans/changes", test_changes);
	g_test_add_func("/scans/blobs", test_blobs);
	g_test_add_func("/scans/trim", test_trim);
	g_test_add_func("/scans/trim-lines", test_trim_lines);
	g_test_add_func("/scans/trim-many", test_trim_many);
	g_test_add_func("/scans/same-blob", test_same_blob);
	g_test_add_func("/scans/known", test_known);
	g_test_add_func("/scans/forgotten", test_forgotten);
	g_test_add_func("/scans/given", test_given);
	return g_test_run();
}
