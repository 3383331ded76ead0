// SPDX-License-Identifier: GPL-2.0-only
/*
 * Three-way merges against git's merge-ort: clean where git is clean with the
 * same bytes, a conflict where git has one.  Files of few different lines have
 * twins everywhere, so that which diff is taken matters.
 */
#include <stdlib.h>
#include <string.h>

#include "base/proc.h"
#include "base/tmpdir.h"
#include "engine/code/scans.h"
#include "engine/merge/threeway.h"

#define ROUNDS 150

struct round {
	GBytes *base;
	GBytes *ours;
	GBytes *theirs;
};

static GBytes *text_of(GRand *rand, unsigned int lines, int variety)
{
	GString *text = g_string_new(NULL);

	for (unsigned int i = 0; i < lines; i++)
		g_string_append_printf(text, "line %u\n", g_rand_int_range(rand, 0, variety));
	return g_string_free_to_bytes(text);
}

static GBytes *edited(GRand *rand, GBytes *bytes, int seldom, int variety)
{
	g_autoptr(GArray) lines = lines_of(bytes);
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++) {
		const struct line *line = &g_array_index(lines, struct line, i);
		int what = g_rand_int_range(rand, 0, seldom);

		if (what == 1)
			g_string_append_printf(text, "line %d\n",
					       g_rand_int_range(rand, 0, variety));
		if (what)
			g_string_append_len(text, line->text, line->size);
	}
	return g_string_free_to_bytes(text);
}

static void add_commit(GString *stream, const char *branch, int round, const char *from,
		       GBytes *content)
{
	gsize size;
	const char *data = g_bytes_get_data(content, &size);

	g_string_append_printf(stream, "commit refs/heads/%s%d\n", branch, round);
	g_string_append(stream, "committer A <a@example.org> 1700000000 +0000\ndata 1\nx\n");
	if (from)
		g_string_append_printf(stream, "from refs/heads/%s%d\n", from, round);
	g_string_append_printf(stream, "M 100644 inline file\ndata %zu\n", size);
	g_string_append_len(stream, data, size);
	g_string_append_c(stream, '\n');
}

static char *git(const struct tmpdir *dir, GBytes *input, int *out_status, const char *word,
		 const char *const *more)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	struct proc_spec spec = { .cwd = tmpdir_path(dir), .input = input };
	struct proc_result result = { 0 };
	char *said;

	g_ptr_array_add(argv, (char *)"git");
	g_ptr_array_add(argv, (char *)word);
	for (; *more; more++)
		g_ptr_array_add(argv, (char *)*more);
	g_ptr_array_add(argv, NULL);
	spec.argv = (const char *const *)argv->pdata;
	g_assert_true(proc_run(&spec, &result, NULL));
	*out_status = result.status;
	said = g_strdup(result.out->str);
	proc_result_clear(&result);
	return said;
}

/* what merge-ort says: the merged file, with conflict markers in diff3 style */
static char *merged_by_git(const struct tmpdir *dir, int round, bool *out_clean)
{
	g_autofree char *ours = g_strdup_printf("ours%d", round);
	g_autofree char *theirs = g_strdup_printf("theirs%d", round);
	const char *const merge[] = { "merge.conflictStyle=diff3", "merge-tree", "--write-tree",
				      ours, theirs, NULL };
	g_autofree char *blob = NULL;
	int status;
	g_autofree char *tree = git(dir, NULL, &status, "-c", merge);

	*out_clean = !status;
	tree[strcspn(tree, "\n")] = '\0';
	blob = g_strconcat(tree, ":file", NULL);
	return git(dir, NULL, &status, "cat-file", (const char *const[]){ "blob", blob, NULL });
}

/* markers without what stands behind them */
static char *unlabelled(const char *text, gsize size)
{
	g_autofree char *copy = g_strndup(text, size);
	g_autoptr(GRegex) label = g_regex_new("^([<|>]{7}) .*$", G_REGEX_MULTILINE, 0, NULL);

	return g_regex_replace(label, copy, -1, 0, "\\1", 0, NULL);
}

static void compare_marked(const struct threeway *merge, const char *by_git)
{
	g_autoptr(GBytes) marked = threeway_marked(merge, "ours", "base", "theirs");
	g_autofree char *mine = unlabelled(g_bytes_get_data(marked, NULL),
					   g_bytes_get_size(marked));
	g_autofree char *wanted = unlabelled(by_git, strlen(by_git));

	g_assert_cmpstr(mine, ==, wanted);
}

/* what an earlier merge has left there: another set of it in each round */
static struct scans *scans_of(const struct round *round, int number)
{
	struct scans *scans = scans_new();

	if (number & 1)
		scans_lines(scans, round->base);
	if (number & 2)
		scans_lines(scans, round->ours);
	if (number & 4)
		scans_merge_changes(scans, round->base, round->theirs);
	if (number & 8)
		scans_merge_changes(scans, round->base, round->ours);
	return scans;
}

static void compare_round(const struct tmpdir *dir, const struct round *round, int number,
			  unsigned int *clean)
{
	g_autoptr(scans) scans = number % 3 ? scans_of(round, number) : NULL;
	g_autoptr(threeway) merge = threeway_new(round->base, round->ours, round->theirs, scans);
	bool is_clean;
	g_autofree char *by_git = merged_by_git(dir, number, &is_clean);
	g_autoptr(GBytes) bytes = threeway_result(merge);
	gsize size;
	const char *data;

	if (!is_clean) {
		g_assert_null(bytes);
		g_assert_cmpuint(merge->conflicts, >, 0);
		compare_marked(merge, by_git);
		return;
	}
	++*clean;
	g_assert_nonnull(bytes);
	data = g_bytes_get_data(bytes, &size);
	g_assert_cmpmem(data, size, by_git, strlen(by_git));
}

static void like_git(unsigned int lines, int variety, int seed)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autoptr(GString) stream = g_string_new(NULL);
	g_autoptr(GBytes) input = NULL;
	struct round rounds[ROUNDS];
	unsigned int clean = 0;
	int status;

	for (int i = 0; i < ROUNDS; i++) {
		rounds[i].base = text_of(rand, lines, variety);
		rounds[i].ours = edited(rand, rounds[i].base, 20 + i, variety);
		rounds[i].theirs = edited(rand, rounds[i].base, 20 + i, variety);
		add_commit(stream, "base", i, NULL, rounds[i].base);
		add_commit(stream, "ours", i, "base", rounds[i].ours);
		add_commit(stream, "theirs", i, "base", rounds[i].theirs);
	}
	input = g_string_free_to_bytes(g_steal_pointer(&stream));
	g_free(git(dir, NULL, &status, "init", (const char *const[]){ "-q", NULL }));
	g_free(git(dir, input, &status, "fast-import", (const char *const[]){ "--quiet", NULL }));
	g_assert_cmpint(status, ==, 0);
	for (int i = 0; i < ROUNDS; i++) {
		compare_round(dir, &rounds[i], i, &clean);
		g_bytes_unref(rounds[i].base);
		g_bytes_unref(rounds[i].ours);
		g_bytes_unref(rounds[i].theirs);
	}
	g_test_message("%u of %d merges are clean in git", clean, ROUNDS);
	g_assert_cmpuint(clean, >, ROUNDS / 8);
	g_assert_cmpuint(clean, <, ROUNDS - 4);
}

static void test_like_git(void)
{
	like_git(40, 4000, 5);
}

static void test_twins(void)
{
	like_git(60, 9, 7);
}

/* one line more often than any run may start at */
static void test_common(void)
{
	like_git(260, 3, 11);
}

static void test_marked(void)
{
	g_autoptr(GBytes) base = g_bytes_new_static("a\nb\nc\n", 6);
	g_autoptr(GBytes) ours = g_bytes_new_static("a\no\nc\n", 6);
	g_autoptr(GBytes) theirs = g_bytes_new_static("a\nt\nc\n", 6);
	g_autoptr(threeway) merge = threeway_new(base, ours, theirs, NULL);
	g_autoptr(GBytes) marked = threeway_marked(merge, "ours", "base", "theirs");
	g_autoptr(GBytes) done = NULL;
	static const char expected[] = "a\n<<<<<<< ours\no\n||||||| base\nb\n=======\nt\n"
				       ">>>>>>> theirs\nc\n";
	struct region *region;

	g_assert_cmpmem(g_bytes_get_data(marked, NULL), g_bytes_get_size(marked), expected,
			strlen(expected));
	region = &g_array_index(merge->regions, struct region, 0);
	threeway_resolve(merge, region, "test", g_bytes_new_static("x\n", 2), NULL);
	done = threeway_result(merge);
	g_assert_cmpmem(g_bytes_get_data(done, NULL), g_bytes_get_size(done), "a\nx\nc\n", 6);
}

static GBytes *bytes_of(const char *text)
{
	return g_bytes_new_static(text, strlen(text));
}

/* the same as git merge-file --diff3, whose markers get longer with --marker-size */
static void by_merge_file(const char *base, const char *ours, const char *theirs, const char *size)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	const char *const names[] = { "ours", "base", "theirs" };
	const char *const texts[] = { ours, base, theirs };
	const char *const words[] = { "-p", "--diff3", "--marker-size", size, "-L", "one", "-L",
				      "two", "-L", "three", "ours", "base", "theirs", NULL };
	g_autoptr(GBytes) a = bytes_of(base), b = bytes_of(ours), c = bytes_of(theirs);
	g_autoptr(threeway) merge = threeway_new(a, b, c, NULL);
	g_autoptr(GBytes) marked = threeway_marked(merge, "one", "two", "three");
	g_autofree char *wanted = NULL;
	int status;

	for (int i = 0; i < 3; i++) {
		g_autofree char *path = tmpdir_file(dir, names[i]);

		g_assert_true(g_file_set_contents(path, texts[i], -1, NULL));
	}
	wanted = git(dir, NULL, &status, "merge-file", words);
	g_assert_cmpmem(g_bytes_get_data(marked, NULL), g_bytes_get_size(marked), wanted,
			strlen(wanted));
}

static void test_merge_file(void)
{
	by_merge_file("a\nb\nc\n", "a\no\nc\n", "a\nt\nc\n", "7");
	by_merge_file("a\nb", "a\no", "a\nt", "7");
	by_merge_file("a\nb\n", "", "a\nt\n", "7");
	by_merge_file("", "o\n", "t\n", "7");
	by_merge_file("a\r\nb\r\nc\r\n", "a\r\no\r\nc\r\n", "a\r\nt\r\nc\r\n", "7");
	/* what looks like a marker makes them longer; what only starts so does not */
	by_merge_file("Title\n=======\nb\nc\n", "Title\n=======\no\nc\n",
		      "Title\n=======\nt\nc\n", "8");
	by_merge_file("a\nb\nc\n", "a\n>>>>>>>>>> x\nc\n", "a\nt\nc\n", "11");
	by_merge_file("a\nb\nc\n", "a\n=======x\n======\nc\n", "a\nt\nc\n", "7");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/threeway/like-git", test_like_git);
	g_test_add_func("/threeway/twins", test_twins);
	g_test_add_func("/threeway/common", test_common);
	g_test_add_func("/threeway/marked", test_marked);
	g_test_add_func("/threeway/merge-file", test_merge_file);
	return g_test_run();
}
