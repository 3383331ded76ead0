// SPDX-License-Identifier: GPL-2.0-only
/*
 * Differences rebuild the new sequence from the old one, and a run that can
 * slide stands where git shows it: git diff is the oracle.
 */
#include <string.h>

#include "base/file.h"
#include "base/proc.h"
#include "base/tmpdir.h"
#include "format/diff.h"
#include "format/linediff.h"

static GBytes *random_text(GRand *rand, unsigned int lines, unsigned int words)
{
	GString *text = g_string_new(NULL);

	for (unsigned int i = 0; i < lines; i++) {
		unsigned int indent = g_rand_int_range(rand, 0, 3);

		for (unsigned int t = 0; t < indent; t++)
			g_string_append_c(text, '\t');
		if (g_rand_int_range(rand, 0, 5))
			g_string_append_printf(text, "w%u;", g_rand_int_range(rand, 0, words));
		g_string_append_c(text, '\n');
	}
	return g_string_free_to_bytes(text);
}

/* the same text with a few lines removed, doubled or changed */
static GBytes *edited(GRand *rand, GBytes *bytes)
{
	g_autoptr(GArray) lines = lines_of(bytes);
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++) {
		const struct line *line = &g_array_index(lines, struct line, i);
		unsigned int what = g_rand_int_range(rand, 0, 24);

		if (what == 0)
			continue;
		g_string_append_len(text, line->text, line->size);
		if (what == 1)
			g_string_append_len(text, line->text, line->size);
		if (what == 2)
			g_string_append(text, "\tnew;\n");
	}
	return g_string_free_to_bytes(text);
}

static void assert_rebuilds(const GArray *old, const GArray *new, const GArray *changes)
{
	size_t i = 0, j = 0;

	for (guint c = 0; c <= changes->len; c++) {
		const struct change *change =
			c < changes->len ? &g_array_index(changes, struct change, c) : NULL;
		size_t end = change ? change->old_at : old->len;

		for (; i < end; i++, j++) {
			const struct line *a = &g_array_index(old, struct line, i);
			const struct line *b = &g_array_index(new, struct line, j);

			g_assert_cmpmem(a->text, a->size, b->text, b->size);
		}
		if (!change)
			break;
		g_assert_cmpuint(change->new_at, ==, j);
		g_assert_true(change->old_count || change->new_count);
		i += change->old_count;
		j += change->new_count;
	}
	g_assert_cmpuint(j, ==, new->len);
}

static void test_rebuilds(void)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);

	for (int round = 0; round < 600; round++) {
		g_autoptr(GBytes) a = random_text(rand, round % 60, 2 + round % 12);
		g_autoptr(GBytes) b = round % 2 ? edited(rand, a) :
						  random_text(rand, round % 40, 2 + round % 12);
		g_autoptr(GArray) old = lines_of(a);
		g_autoptr(GArray) new = lines_of(b);
		g_autoptr(GArray) changes = line_diff(old, new);

		assert_rebuilds(old, new, changes);
	}
}

static void write_bytes(const struct tmpdir *dir, const char *name, GBytes *bytes)
{
	g_autofree char *path = tmpdir_file(dir, name);
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);

	g_assert_true(file_write(path, data ? data : "", size, NULL));
}

static char *hunks_of_git(const struct tmpdir *dir)
{
	const char *const argv[] = { "git", "-c", "core.abbrev=12", "diff", "--no-index",
				     "--no-color", "--no-ext-diff", "a", "b", NULL };
	struct proc_spec spec = { .argv = argv, .cwd = tmpdir_path(dir) };
	g_auto(proc_result) result = { 0 };
	char *hunks;

	g_assert_true(proc_run(&spec, &result, NULL));
	hunks = strstr(result.out->str, "@@ -");
	return g_strdup(hunks ? hunks : "");
}

static char *hunks_of_ours(GBytes *a, GBytes *b)
{
	g_autoptr(file_diff) file = diff_images("a", a, b, 3);
	g_autoptr(GPtrArray) files = g_ptr_array_new();
	struct diff diff = { .files = files };
	g_autoptr(GString) text = g_string_new(NULL);
	char *hunks;

	g_ptr_array_add(files, file);
	diff_write(&diff, text);
	hunks = strstr(text->str, "@@ -");
	return g_strdup(hunks ? hunks : "");
}

/*
 * Myers' script is not unique, so a few texts of random words differ from git's; what is
 * edited in places, as patches are, must agree.
 */
static void test_like_git(void)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(11);
	unsigned int same = 0, rounds = 60;

	for (unsigned int round = 0; round < rounds; round++) {
		g_autoptr(tmpdir) dir = tmpdir_new(NULL);
		g_autoptr(GBytes) a = random_text(rand, 80, 3000);
		g_autoptr(GBytes) b = edited(rand, a);
		g_autofree char *git = NULL, *ours = NULL;

		write_bytes(dir, "a", a);
		write_bytes(dir, "b", b);
		git = hunks_of_git(dir);
		ours = hunks_of_ours(a, b);
		same += !strcmp(git, ours);
		if (strcmp(git, ours))
			g_test_message("git:\n%s\nours:\n%s", git, ours);
	}
	g_test_message("%u of %u equal git's", same, rounds);
	g_assert_cmpuint(same, >=, rounds * 9 / 10);
}

/* two files without a common line: linear space, and done at once */
static void test_large(void)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(3);
	g_autoptr(GBytes) a = random_text(rand, 60000, 1000000);
	g_autoptr(GBytes) b = random_text(rand, 60000, 1000000);
	g_autoptr(GArray) old = lines_of(a);
	g_autoptr(GArray) new = lines_of(b);
	g_autoptr(GArray) changes = line_diff(old, new);

	assert_rebuilds(old, new, changes);
}

static void assert_same_lines(const GArray *a, guint from_a, const GArray *b, guint from_b,
			      guint count)
{
	for (guint i = 0; i < count; i++) {
		const struct line *x = &g_array_index(a, struct line, from_a + i);
		const struct line *y = &g_array_index(b, struct line, from_b + i);

		g_assert_cmpmem(x->text, x->size, y->text, y->size);
	}
}

/* the lines are those that lines_of() finds, and what is said to be common is */
static void assert_like(GBytes *old, GBytes *new)
{
	g_autoptr(GArray) old_lines = lines_of(old);
	g_autoptr(GArray) lines = lines_of(new);
	struct line_common common;
	g_autoptr(GArray) like = lines_like(new, old, old_lines, &common);
	g_autoptr(GArray) changes = line_diff_merge(old_lines, lines);
	const GArray *others[] = { like, lines };
	GArray *both[2];

	g_assert_cmpuint(like->len, ==, lines->len);
	for (guint i = 0; i < lines->len; i++)
		g_assert_true(g_array_index(like, struct line, i).text ==
			      g_array_index(lines, struct line, i).text);
	assert_same_lines(like, 0, lines, 0, lines->len);
	g_assert_cmpuint(common.head + common.tail, <=, MIN(old_lines->len, lines->len));
	assert_same_lines(lines, 0, old_lines, 0, common.head);
	assert_same_lines(lines, lines->len - common.tail, old_lines,
			  old_lines->len - common.tail, common.tail);
	line_diffs_merge(old_lines, others,
			 (const struct line_common[]){ common, { 0, 0 } }, 2, both);
	for (guint i = 0; i < 2; i++) {
		g_assert_cmpmem(both[i]->data, both[i]->len * sizeof(struct change),
				changes->data, changes->len * sizeof(struct change));
		g_array_unref(both[i]);
	}
}

static void test_like(void)
{
	static const char *const texts[] = { "", "\n", "a", "a\n", "a\nb", "a\nb\n", "b\n", "a\n\n",
					     "a\nc\nb\n", "x\na\nb", "a\na\n", "a\na\na\n" };
	g_autoptr(GRand) rand = g_rand_new_with_seed(4);

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		for (guint k = 0; k < G_N_ELEMENTS(texts); k++) {
			g_autoptr(GBytes) old = g_bytes_new_static(texts[i], strlen(texts[i]));
			g_autoptr(GBytes) new = g_bytes_new_static(texts[k], strlen(texts[k]));

			assert_like(old, new);
		}
	}
	for (guint i = 0; i < 300; i++) {
		g_autoptr(GBytes) old = random_text(rand, i, 40);
		g_autoptr(GBytes) new = edited(rand, old);

		assert_like(old, new);
		assert_like(new, old);
	}
}

/* new elements are the added ones and those that both have, which the changes leave out */
static void test_bring(void)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(5);

	for (guint i = 0; i < 100; i++) {
		g_autoptr(GBytes) old = random_text(rand, 30, 40), new = edited(rand, old);
		g_autoptr(GArray) a = lines_of(old), b = lines_of(new), changes = line_diff(a, b);
		size_t at = 0;

		for (guint k = 0; k < changes->len; k++) {
			const struct change *change = &g_array_index(changes, struct change, k);

			for (; at < change->new_at; at++)
				g_assert_false(changes_bring(changes, at));
			for (; at < change->new_at + change->new_count; at++)
				g_assert_true(changes_bring(changes, at));
		}
		for (; at <= b->len; at++)
			g_assert_false(changes_bring(changes, at));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/linediff/rebuilds", test_rebuilds);
	g_test_add_func("/linediff/like-git", test_like_git);
	g_test_add_func("/linediff/large", test_large);
	g_test_add_func("/linediff/like", test_like);
	g_test_add_func("/linediff/bring", test_bring);
	return g_test_run();
}
