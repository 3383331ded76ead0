// SPDX-License-Identifier: GPL-2.0-only
/*
 * Three-way merges against git merge-file: clean where git is clean with the
 * same bytes, a conflict where git has one.
 */
#include <string.h>

#include "base/file.h"
#include "base/proc.h"
#include "base/tmpdir.h"
#include "engine/merge.h"
#include "format/linediff.h"

static GBytes *text_of(GRand *rand, unsigned int lines)
{
	GString *text = g_string_new(NULL);

	for (unsigned int i = 0; i < lines; i++)
		g_string_append_printf(text, "line %u\n", g_rand_int_range(rand, 0, 4000));
	return g_string_free_to_bytes(text);
}

static GBytes *edited(GRand *rand, GBytes *bytes, int seldom)
{
	g_autoptr(GArray) lines = lines_of(bytes);
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++) {
		const struct line *line = &g_array_index(lines, struct line, i);
		int what = g_rand_int_range(rand, 0, seldom);

		if (what == 1)
			g_string_append_printf(text, "added %d\n", g_rand_int_range(rand, 0, 9));
		if (what)
			g_string_append_len(text, line->text, line->size);
	}
	return g_string_free_to_bytes(text);
}

static void write_bytes(const struct tmpdir *dir, const char *name, GBytes *bytes)
{
	g_autofree char *path = tmpdir_file(dir, name);
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);

	g_assert_true(file_write(path, data ? data : "", size, NULL));
}

static void compare_with_git(GBytes *base, GBytes *ours, GBytes *theirs, unsigned int *clean)
{
	const char *const argv[] = { "git", "merge-file", "-p", "-q", "ours", "base", "theirs",
				     NULL };
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	struct proc_spec spec = { .argv = argv, .cwd = tmpdir_path(dir) };
	g_auto(proc_result) result = { 0 };
	struct merge merge = merge_lines(base, ours, theirs);

	write_bytes(dir, "base", base);
	write_bytes(dir, "ours", ours);
	write_bytes(dir, "theirs", theirs);
	g_assert_true(proc_run(&spec, &result, NULL));
	if (result.status == 0) {
		gsize size;
		const char *data;

		++*clean;
		g_assert_nonnull(merge.bytes);
		data = g_bytes_get_data(merge.bytes, &size);
		g_assert_cmpmem(data, size, result.out->str, result.out->len);
	} else {
		g_assert_null(merge.bytes);
		g_assert_cmpuint(merge.conflicts, >, 0);
	}
	g_clear_pointer(&merge.bytes, g_bytes_unref);
}

static void test_like_git(void)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(5);
	unsigned int clean = 0;

	for (int round = 0; round < 120; round++) {
		g_autoptr(GBytes) base = text_of(rand, 40);
		g_autoptr(GBytes) ours = edited(rand, base, 20 + round);
		g_autoptr(GBytes) theirs = edited(rand, base, 20 + round);

		compare_with_git(base, ours, theirs, &clean);
	}
	g_test_message("%u of 120 merges are clean in git", clean);
	g_assert_cmpuint(clean, >, 20);
	g_assert_cmpuint(clean, <, 110);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/merge/like-git", test_like_git);
	return g_test_run();
}
