// SPDX-License-Identifier: GPL-2.0-only
/*
 * A survey with the record of an earlier one must show what a survey without one shows, and
 * must look at all that has changed.  Files are read here by other means.
 */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/proc.h"
#include "base/tmpdir.h"
#include "tree/survey.h"
#include "tree/watch.h"

/* seconds until a file counts as one that is at rest */
#define REST 5

struct seen {
	GString *files;		/* "path mark\n" for each file */
	GString *looked;	/* "path\n" */
	GString *problems;
	GBytes *record;
	bool changed;
};

static const char *const suffixes[] = { ".c", NULL };

/* the mark of a file is the sum of its bytes */
static void look(void *data, const char *path, const guint8 *stamp, const char *text, gsize size,
		 guint8 *marks)
{
	struct seen *seen = data;

	g_string_append_printf(seen->looked, "%s\n", path);
	for (gsize i = 0; i < size; i++)
		*marks += (guint8)text[i];
}

static void file(void *data, const char *path, const guint8 *stamp, const guint8 *marks)
{
	struct seen *seen = data;

	g_string_append_printf(seen->files, "%s %u\n", path, *marks);
}

static void problem(void *data, const char *message)
{
	g_string_append_printf(((struct seen *)data)->problems, "%s\n", message);
}

static void clear(struct seen *seen)
{
	g_string_free(seen->files, TRUE);
	g_string_free(seen->looked, TRUE);
	g_string_free(seen->problems, TRUE);
	g_bytes_unref(seen->record);
}

static struct seen survey_up_to(const struct tree *tree, const char *below, GBytes *old,
				gsize most)
{
	g_autoptr(GError) error = NULL;
	struct seen seen = {
		.files = g_string_new(NULL), .looked = g_string_new(NULL),
		.problems = g_string_new(NULL),
	};
	const struct survey_spec spec = {
		.below = below, .suffixes = suffixes, .marks = 1, .old = old, .most = most,
		.look = look, .file = file, .problem = problem, .data = &seen,
	};

	seen.record = tree_survey(tree, &spec, &seen.changed, &error);
	g_assert_no_error(error);
	return seen;
}

static struct seen survey(const struct tree *tree, const char *below, GBytes *old)
{
	return survey_up_to(tree, below, old, 0);
}

static char *root;

static char *at(const char *name)
{
	return g_build_filename(root, name, NULL);
}

static void put(const char *name, const char *text)
{
	g_autofree char *path = at(name);
	g_autofree char *folder = g_path_get_dirname(path);

	g_mkdir_with_parents(folder, 0755);
	g_assert_true(g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_NONE, 0644,
					       NULL));
}

/* into the same inode, with the times that it had */
static void overwrite(const char *name, const char *text)
{
	g_autofree char *path = at(name);
	struct stat st;
	struct timespec times[2];
	FILE *to;

	g_assert_cmpint(stat(path, &st), ==, 0);
	to = fopen(path, "r+");
	fputs(text, to);
	fclose(to);
	times[0] = st.st_atim;
	times[1] = st.st_mtim;
	g_assert_cmpint(utimensat(-1, path, times, 0), ==, 0);
}

/* the survey with @old is that without, and looks at just the files in @looked */
static GBytes *check(const struct tree *tree, const char *below, GBytes *old, const char *looked)
{
	struct seen known = survey(tree, below, old), fresh = survey(tree, below, NULL);
	GBytes *record = g_bytes_ref(known.record);

	g_assert_cmpstr(known.files->str, ==, fresh.files->str);
	g_assert_cmpstr(known.looked->str, ==, looked);
	g_assert_cmpstr(known.problems->str, ==, "");
	g_assert_cmpint(known.changed, ==, !old || *looked != '\0' ||
			!g_bytes_equal(old, record));
	clear(&known);
	clear(&fresh);
	return record;
}

static void fill(void)
{
	put("a.c", "one");
	put("a/b.c", "two");
	put("a/c/d.c", "three");
	put("a-b/e.c", "four");
	put("a/none.txt", "five");
	put(".git/f.c", "six");
	put("z/g.c", "seven");
}

#define ALL "a-b/e.c\na.c\na/b.c\na/c/d.c\nz/g.c\n"

static void test_folder(void)
{
	g_autoptr(tree) tree = NULL;
	g_autoptr(GBytes) fresh = NULL, rest = NULL, same = NULL, edited = NULL, moved = NULL;
	g_autoptr(GBytes) later = NULL, below = NULL, one = NULL;
	g_autofree char *from = at("z"), *to = at("a/z"), *gone = at("a/b.c"), *link = at("l.c");

	fill();
	g_assert_cmpint(symlink("a.c", link), ==, 0);
	tree = tree_open_folder(root, NULL);
	/* just made: may change again within the same tick of the clock */
	fresh = check(tree, "", NULL, ALL);
	same = check(tree, "", fresh, ALL);
	sleep(REST);
	rest = check(tree, "", same, ALL);
	g_clear_pointer(&same, g_bytes_unref);
	same = check(tree, "", rest, "");
	g_assert_true(g_bytes_equal(rest, same));
	below = check(tree, "a", NULL, "a/b.c\na/c/d.c\n");
	one = check(tree, "a/b.c", NULL, "a/b.c\n");
	g_bytes_unref(check(tree, "a/b.c", one, ""));

	overwrite("a/c/d.c", "THREE");
	edited = check(tree, "", rest, "a/c/d.c\n");
	/* the new one is known only when it is at rest */
	g_bytes_unref(check(tree, "", edited, "a/c/d.c\n"));

	g_assert_cmpint(rename(from, to), ==, 0);
	put("a/c/new.c", "eight");
	unlink(gone);
	sleep(REST);
	moved = check(tree, "", edited, "a/c/d.c\na/c/new.c\na/z/g.c\n");
	later = check(tree, "", moved, "");
	g_assert_true(g_bytes_equal(moved, later));
}

/* whatever is wrong with a record, at the worst all is looked at again */
static void test_damaged(void)
{
	g_autoptr(tree) tree = tree_open_folder(root, NULL);
	struct seen whole;
	const char *data;
	gsize size;

	fill();
	whole = survey(tree, "", NULL);
	data = g_bytes_get_data(whole.record, &size);

	for (gsize cut = 0; cut < size; cut++) {
		g_autoptr(GBytes) old = g_bytes_new(data, cut);
		struct seen seen = survey(tree, "", old);

		g_assert_cmpstr(seen.files->str, ==, whole.files->str);
		clear(&seen);
	}
	for (gsize i = 0; i < size; i++) {
		g_autofree char *copy = g_memdup2(data, size);
		g_autoptr(GBytes) old = NULL;
		struct seen seen;

		copy[i] ^= 0xff;
		old = g_bytes_new_take(g_steal_pointer(&copy), size);
		seen = survey(tree, "", old);
		clear(&seen);
	}
	clear(&whole);
}

static void test_unreadable(void)
{
	g_autoptr(tree) tree = tree_open_folder(root, NULL);
	g_autofree char *path = at("a.c");
	struct seen seen, again;

	fill();
	if (!geteuid()) {
		g_test_skip("root reads everything");
		return;
	}
	chmod(path, 0);
	seen = survey(tree, "", NULL);
	g_assert_nonnull(strstr(seen.problems->str, "a.c"));
	g_assert_nonnull(strstr(seen.files->str, "a-b/e.c"));
	chmod(path, 0644);
	again = survey(tree, "", seen.record);
	g_assert_nonnull(strstr(again.looked->str, "a.c\n"));
	clear(&seen);
	clear(&again);
}

static void git(const char *command)
{
	g_autofree char *script = g_strdup_printf("cd '%s' && git -c user.name=x "
						  "-c user.email=x@example.org %s >/dev/null", root,
						  command);
	const char *const argv[] = { "sh", "-c", script, NULL };
	const struct proc_spec spec = { .argv = argv };
	g_autoptr(GError) error = NULL;

	g_assert_true(proc_check(&spec, NULL, &error));
	g_assert_no_error(error);
}

static void test_git(void)
{
	g_autoptr(tree) first = NULL, second = NULL;
	g_autoptr(GBytes) one = NULL, same = NULL, two = NULL;

	put("a.c", "one");
	put("a/b.c", "two");
	put("a/c/d.c", "three");
	git("init -q && git add -A");
	git("commit -q -m 1");
	put("a/c/d.c", "four");
	put("new/e.c", "five");
	git("add -A");
	git("commit -q -m 2");
	first = tree_open_git(root, "HEAD~", NULL);
	second = tree_open_git(root, "HEAD", NULL);
	one = check(first, "", NULL, "a.c\na/b.c\na/c/d.c\n");
	same = check(first, "", one, "");
	g_assert_true(g_bytes_equal(one, same));
	two = check(second, "", one, "a/c/d.c\nnew/e.c\n");
	g_bytes_unref(check(first, "", two, "a/c/d.c\n"));
	g_bytes_unref(check(second, "a/c/d.c", NULL, "a/c/d.c\n"));
}

/* a large file is not read, and it is there all the same */
static void test_most(void)
{
	g_autoptr(tree) folder = tree_open_folder(root, NULL), commit = NULL;
	const struct tree *trees[2];

	put("a.c", "one");
	put("b.c", "four");
	git("init -q && git add -A");
	git("commit -q -m 1");
	commit = tree_open_git(root, "HEAD", NULL);
	trees[0] = folder;
	trees[1] = commit;
	for (gsize i = 0; i < G_N_ELEMENTS(trees); i++) {
		struct seen seen = survey_up_to(trees[i], "", NULL, 3);

		g_assert_cmpstr(seen.looked->str, ==, "a.c\n");
		g_assert_cmpstr(seen.files->str, ==, "a.c 66\nb.c 0\n");
		clear(&seen);
	}
}

/* knows what has the id of the first content that it was asked about */
static bool know(void *data, const char *path, const guint8 *stamp, guint8 *marks)
{
	static guint8 first[SURVEY_STAMP];
	struct seen *seen = data;

	g_assert_cmpuint(*marks, ==, 0);
	g_string_append_printf(seen->problems, "asked %s\n", path);
	if (!strcmp(path, "a.c"))
		memcpy(first, stamp, SURVEY_STAMP);
	*marks = 7;
	return !memcmp(first, stamp, SURVEY_STAMP);
}

/* a content that is known is not read, wherever it lies; what only has a time is never known */
static void test_known(void)
{
	g_autoptr(tree) folder = tree_open_folder(root, NULL), commit = NULL;
	const struct tree *trees[2];

	put("a.c", "one");
	put("b.c", "two");
	put("c/d.c", "one");
	git("init -q && git add -A");
	git("commit -q -m 1");
	commit = tree_open_git(root, "HEAD", NULL);
	trees[0] = folder;
	trees[1] = commit;
	for (gsize i = 0; i < G_N_ELEMENTS(trees); i++) {
		struct seen seen = {
			.files = g_string_new(NULL), .looked = g_string_new(NULL),
			.problems = g_string_new(NULL),
		};
		const struct survey_spec spec = {
			.below = "", .suffixes = suffixes, .marks = 1, .known = know,
			.look = look, .file = file, .problem = problem, .data = &seen,
		};

		seen.record = tree_survey(trees[i], &spec, &seen.changed, NULL);
		g_assert_true(seen.changed);
		g_assert_cmpstr(seen.problems->str, ==,
				i ? "asked a.c\nasked b.c\nasked c/d.c\n" : "");
		g_assert_cmpstr(seen.looked->str, ==, i ? "b.c\n" : "a.c\nb.c\nc/d.c\n");
		g_assert_cmpstr(seen.files->str, ==,
				i ? "a.c 7\nb.c 90\nc/d.c 7\n" :
				    "a.c 66\nb.c 90\nc/d.c 66\n");
		clear(&seen);
	}
}

/* what was asked for, and only that, makes the notes invalid */
static void test_watch(void)
{
	g_autoptr(tree) tree = tree_open_folder(root, NULL), watched = NULL, other = NULL;
	g_autofree char *notes = NULL, *fresh = NULL;

	put("w/read.c", "one");
	put("w/other.c", "two");
	watched = tree_watch(tree);
	g_bytes_unref(tree_read(watched, "w/read.c", NULL));
	g_assert_null(tree_watch_notes(watched));
	sleep(REST);
	other = tree_watch(tree);
	g_bytes_unref(tree_read(other, "w/read.c", NULL));
	g_assert_cmpint(tree_entry(other, "w/missing.c"), ==, TREE_NONE);
	g_ptr_array_unref(tree_list(other, "w/none"));
	notes = tree_watch_notes(other);
	g_assert_nonnull(notes);
	g_assert_true(tree_watch_holds(tree, notes));
	put("w/other.c", "three");
	g_assert_true(tree_watch_holds(tree, notes));
	put("w/missing.c", "four");
	g_assert_false(tree_watch_holds(tree, notes));
}

static void run_in_folder(gconstpointer test)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);

	root = g_strdup(tmpdir_path(dir));
	((void (*)(void))test)();
	g_clear_pointer(&root, g_free);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/survey/folder", test_folder, run_in_folder);
	g_test_add_data_func("/survey/damaged", test_damaged, run_in_folder);
	g_test_add_data_func("/survey/unreadable", test_unreadable, run_in_folder);
	g_test_add_data_func("/survey/git", test_git, run_in_folder);
	g_test_add_data_func("/survey/most", test_most, run_in_folder);
	g_test_add_data_func("/survey/known", test_known, run_in_folder);
	g_test_add_data_func("/survey/watch", test_watch, run_in_folder);
	return g_test_run();
}
