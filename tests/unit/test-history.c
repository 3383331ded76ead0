// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a history says of an upstream commit, asked with and without the index: on
 * repositories that git makes.
 */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/proc.h"
#include "base/tmpdir.h"
#include "tree/history-index.h"
#include "tree/history.h"
#include "tree/objects.h"

struct repository {
	struct tmpdir *dir;
	gint64 clock;
};

static char *run_git(struct repository *repository, const char *const *words)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autofree char *date = g_strdup_printf("%" G_GINT64_FORMAT " +0000", repository->clock);
	g_autofree char *author = g_strconcat("GIT_AUTHOR_DATE=", date, NULL);
	g_autofree char *committer = g_strconcat("GIT_COMMITTER_DATE=", date, NULL);
	const char *const env[] = { author,
				    committer,
				    "GIT_AUTHOR_NAME=A",
				    "GIT_AUTHOR_EMAIL=a@b",
				    "GIT_COMMITTER_NAME=A",
				    "GIT_COMMITTER_EMAIL=a@b",
				    "GIT_CONFIG_GLOBAL=/dev/null",
				    "GIT_CONFIG_NOSYSTEM=1",
				    NULL };
	struct proc_spec spec = { .cwd = tmpdir_path(repository->dir), .env = env };
	g_autoptr(GError) error = NULL;
	char *output = NULL;

	g_ptr_array_add(argv, (char *)"git");
	for (; *words; words++)
		g_ptr_array_add(argv, (char *)*words);
	g_ptr_array_add(argv, NULL);
	spec.argv = (const char *const *)argv->pdata;
	proc_check(&spec, &output, &error);
	g_assert_no_error(error);
	return g_strchomp(output);
}

#define GIT(repository, ...) \
	g_free(run_git(repository, (const char *const[]){ __VA_ARGS__, NULL }))

/* a commit that changes @path; its id */
static char *make_commit(struct repository *repository, const char *path, const char *title,
			 const char *body)
{
	g_autofree char *file = tmpdir_file(repository->dir, path);
	g_autofree char *content = NULL;

	repository->clock += 60;
	content = g_strdup_printf("%" G_GINT64_FORMAT "\n", repository->clock);
	g_assert_true(g_file_set_contents(file, content, -1, NULL));
	GIT(repository, "add", path);
	GIT(repository, "commit", "-q", "-m", title, "-m", body);
	return run_git(repository, (const char *const[]){ "rev-parse", "HEAD", NULL });
}

static void repository_open(struct repository *repository)
{
	repository->dir = tmpdir_new(NULL);
	repository->clock = 1600000000;
	GIT(repository, "init", "-q", "-b", "stable");
	g_free(make_commit(repository, "other", "start", "nothing"));
}

static char *find(struct repository *repository, struct history_index *index, const char *upstream)
{
	g_autoptr(tree) tree = tree_open_git(tmpdir_path(repository->dir), "stable", NULL);
	g_autoptr(GPtrArray) paths = g_ptr_array_new();

	g_assert_nonnull(tree);
	tree_set_history(tree, index);
	g_ptr_array_add(paths, (char *)"file");
	return history_find(tree, upstream, paths, NULL);
}

static struct history_index *open_index(struct repository *repository)
{
	g_autofree char *state = tmpdir_file(repository->dir, "state");
	g_autofree char *hex =
		run_git(repository, (const char *const[]){ "rev-parse", "stable", NULL });
	g_autoptr(GError) error = NULL;
	struct history_index *index =
		history_index_open(tmpdir_path(repository->dir), state, &error);
	struct object_id tip;

	g_assert_no_error(error);
	g_assert_true(object_id_parse(hex, &tip));
	g_assert_true(history_index_update(index, &tip, NULL, &error));
	g_assert_no_error(error);
	return index;
}

/* both ways must say the same; NULL: not in it */
static void expect(struct repository *repository, const char *upstream, const char *wanted)
{
	g_autoptr(history_index) index = open_index(repository);
	g_autofree char *indexed = find(repository, index, upstream);
	g_autofree char *logged = find(repository, NULL, upstream);

	g_assert_cmpstr(indexed, ==, logged);
	if (wanted)
		g_assert_true(indexed && g_str_has_prefix(indexed, wanted));
	else
		g_assert_null(indexed);
}

#define UP "0123456789abcdef0123456789abcdef01234567"
#define UP12 "0123456789ab"
#define NAMES "commit " UP " upstream."

static void with_digits(char *id)
{
	id[12] = '\0';
}

/* where there is no such file, it has another name here, or another folder */
static void test_renamed(void)
{
	struct repository repository;
	g_autofree char *copy = NULL;

	repository_open(&repository);
	copy = make_commit(&repository, "other", "under another name", NAMES);
	with_digits(copy);
	expect(&repository, UP, copy);
	tmpdir_free(repository.dir);
}

static void test_copies(void)
{
	struct repository repository;
	g_autofree char *copy = NULL, *again = NULL;

	repository_open(&repository);
	expect(&repository, UP, NULL);
	/* a commit that names it and leaves the file alone is about something else */
	g_free(make_commit(&repository, "file", "the file", "nothing"));
	g_free(make_commit(&repository, "other", "elsewhere", NAMES));
	expect(&repository, UP, NULL);
	/* too few digits to be sure */
	g_free(make_commit(&repository, "file", "short", "commit 012345 upstream."));
	expect(&repository, UP, NULL);
	copy = make_commit(&repository, "file", "eight", "commit 01234567 upstream.");
	with_digits(copy);
	expect(&repository, UP, copy);
	g_free(copy);
	copy = make_commit(&repository, "file", "the copy", "[ Upstream commit " UP12 " ]");
	with_digits(copy);
	expect(&repository, UP, copy);
	expect(&repository, UP12, copy);
	expect(&repository, "0123456789AB", copy);
	expect(&repository, "1123456789ab", NULL);
	again = make_commit(&repository, "file", "the other half", NAMES);
	with_digits(again);
	expect(&repository, UP, again);
	tmpdir_free(repository.dir);
}

static void test_other_branch(void)
{
	struct repository repository;
	g_autoptr(history_index) index = NULL;
	g_autofree char *hex = NULL;
	struct object_id tip;

	repository_open(&repository);
	GIT(&repository, "checkout", "-q", "-b", "newer");
	hex = make_commit(&repository, "file", "the copy", NAMES);
	GIT(&repository, "checkout", "-q", "stable");
	index = open_index(&repository);
	g_assert_true(object_id_parse(hex, &tip));
	g_assert_true(history_index_update(index, &tip, NULL, NULL));
	/* the index has it, the branch does not */
	{
		g_autoptr(GArray) found = history_index_find(index, REFERENCE_COPY, UP);

		g_assert_cmpuint(found->len, ==, 1);
	}
	g_assert_null(find(&repository, index, UP));
	expect(&repository, UP, NULL);
	tmpdir_free(repository.dir);
}

static char *reverts(const char *commit)
{
	return g_strdup_printf("This reverts commit %s.", commit);
}

static void test_reverts(void)
{
	struct repository repository;
	g_autofree char *copy = NULL, *body = NULL, *revert = NULL, *back = NULL, *again = NULL;
	g_autofree char *upstreams = reverts(UP);
	g_autofree char *found = NULL;

	repository_open(&repository);
	copy = make_commit(&repository, "file", "the copy", NAMES);
	body = reverts(copy);
	revert = make_commit(&repository, "file", "Revert \"the copy\"", body);
	expect(&repository, UP, NULL);
	/* a revert that is reverted is none; only the index knows */
	back = reverts(revert);
	g_free(make_commit(&repository, "file", "Revert \"Revert \"the copy\"\"", back));
	{
		g_autoptr(history_index) index = open_index(&repository);

		found = find(&repository, index, UP);
		g_assert_nonnull(found);
	}
	/* copied a second time, then upstream's revert is copied, which names upstream's id */
	again = make_commit(&repository, "file", "the copy again", NAMES);
	with_digits(again);
	expect(&repository, UP, again);
	g_free(make_commit(&repository, "file", "Revert \"title\"", upstreams));
	expect(&repository, UP, NULL);
	tmpdir_free(repository.dir);
}

/* a revert that quotes what it reverts, and so the id that the copy names, is no copy */
static void test_quoted(void)
{
	struct repository repository;
	g_autofree char *copy = NULL, *body = NULL;

	repository_open(&repository);
	copy = make_commit(&repository, "file", "the copy", "[ upstream commit " UP " ]");
	body = g_strdup_printf("This reverts commit %s.\n\nIt breaks boot.\n\ncommit %s\n"
			       "Author: A <a@b>\n\n    the copy\n\n    [ upstream commit " UP
			       " ]\n", copy, copy);
	g_free(make_commit(&repository, "file", "Revert \"the copy\"", body));
	expect(&repository, UP, NULL);
	tmpdir_free(repository.dir);
}

/* a branch that grew out of upstream has the commit itself, until it is reverted */
static void test_itself(void)
{
	struct repository repository;
	g_autofree char *commit = NULL, *body = NULL, *said = NULL, *again = NULL, *names = NULL;

	repository_open(&repository);
	commit = make_commit(&repository, "file", "the fix", "nothing");
	said = g_strdup_printf("%.12s itself", commit);
	expect(&repository, commit, said);
	body = reverts(commit);
	g_free(make_commit(&repository, "file", "Revert \"the fix\"", body));
	expect(&repository, commit, NULL);
	names = g_strdup_printf("(cherry picked from commit %s)", commit);
	again = make_commit(&repository, "file", "the fix", names);
	with_digits(again);
	expect(&repository, commit, again);
	tmpdir_free(repository.dir);
}

/* what is new is read, what was read is not */
static void test_update(void)
{
	struct repository repository;
	g_autofree char *state = NULL, *copy = NULL, *name = NULL, *path = NULL;
	g_autoptr(references) references = NULL;
	g_autoptr(GArray) tips = NULL;
	g_autoptr(GDir) dir = NULL;

	repository_open(&repository);
	expect(&repository, UP, NULL);
	copy = make_commit(&repository, "file", "the copy", NAMES);
	with_digits(copy);
	expect(&repository, UP, copy);
	g_free(make_commit(&repository, "file", "later", "nothing"));
	expect(&repository, UP, copy);
	state = tmpdir_file(repository.dir, "state");
	dir = g_dir_open(state, 0, NULL);
	name = g_strdup(g_dir_read_name(dir));
	g_assert_null(g_dir_read_name(dir));
	path = g_build_filename(state, name, NULL);
	references = references_open(path, NULL);
	tips = references_tips(references);
	g_assert_cmpuint(tips->len, ==, 1);
	/* a branch that was rewritten: what only the old one had does not count */
	GIT(&repository, "reset", "-q", "--hard", "HEAD~2");
	g_free(make_commit(&repository, "file", "something else", "nothing"));
	expect(&repository, UP, NULL);
	tmpdir_free(repository.dir);
}

static void test_kinds(void)
{
	struct repository repository;
	g_autoptr(history_index) index = NULL;
	g_autoptr(GArray) fixes = NULL, copies = NULL;

	repository_open(&repository);
	g_free(make_commit(&repository, "file", "mend it",
			   "Fixes: 0123456789AB (\"what it broke\")"));
	index = open_index(&repository);
	fixes = history_index_find(index, REFERENCE_FIXES, UP);
	g_assert_cmpuint(fixes->len, ==, 1);
	g_assert_cmpint(g_array_index(fixes, struct reference, 0).when, ==, repository.clock);
	copies = history_index_find(index, REFERENCE_COPY, UP);
	g_assert_cmpuint(copies->len, ==, 0);
	tmpdir_free(repository.dir);
}

static bool lacks(struct repository *repository, const char *commit, bool with_index)
{
	g_autoptr(history_index) index = with_index ? open_index(repository) : NULL;
	g_autoptr(tree) tree = tree_open_git(tmpdir_path(repository->dir), "stable", NULL);

	tree_set_history(tree, index);
	return history_lacks(tree, commit);
}

static void expect_lacks(struct repository *repository, const char *commit, bool wanted)
{
	g_assert_cmpint(lacks(repository, commit, true), ==, wanted);
	g_assert_cmpint(lacks(repository, commit, false), ==, wanted);
}

static void test_lacks(void)
{
	struct repository repository;
	g_autofree char *mainline = NULL, *body = NULL, *own = NULL, *unrelated = NULL;
	g_autofree char *copy = NULL, *revert = NULL, *shallow = NULL, *folder = NULL;
	g_autofree char *silent = NULL, *back = NULL;

	repository_open(&repository);
	GIT(&repository, "checkout", "-q", "-b", "main");
	mainline = make_commit(&repository, "file", "a bug", "nothing");
	GIT(&repository, "checkout", "-q", "--orphan", "foreign");
	unrelated = make_commit(&repository, "file", "another project", "nothing");
	GIT(&repository, "checkout", "-q", "stable");
	own = make_commit(&repository, "more", "own", "nothing");
	expect_lacks(&repository, mainline, true);
	expect_lacks(&repository, own, false);
	/* what is not known is not lacking */
	expect_lacks(&repository, UP, false);
	expect_lacks(&repository, unrelated, false);
	/* people write fewer digits, and git knows whether they are enough */
	mainline[9] = '\0';
	expect_lacks(&repository, mainline, true);
	mainline[6] = '\0';
	expect_lacks(&repository, mainline, false);
	g_free(mainline);
	mainline = run_git(&repository, (const char *const[]){ "rev-parse", "main", NULL });
	body = g_strdup_printf("[ Upstream commit %s ]", mainline);
	copy = make_commit(&repository, "more", "a bug", body);
	expect_lacks(&repository, mainline, false);
	revert = reverts(copy);
	g_free(make_commit(&repository, "more", "Revert \"a bug\"", revert));
	expect_lacks(&repository, mainline, true);
	/* a copy that names nothing is known by its title */
	silent = make_commit(&repository, "more", "a bug", "nothing");
	expect_lacks(&repository, mainline, false);
	back = reverts(silent);
	g_free(make_commit(&repository, "more", "Revert \"a bug\"", back));
	expect_lacks(&repository, mainline, true);
	folder = run_git(&repository, (const char *const[]){ "rev-parse", "stable", NULL });
	shallow = tmpdir_file(repository.dir, ".git/shallow");
	g_assert_true(g_file_set_contents(shallow, folder, -1, NULL));
	g_assert_false(lacks(&repository, mainline, false));
	tmpdir_free(repository.dir);
}

/* where the commit is in another repository only, whatever the path of that is */
static void test_alternates(void)
{
	static const char *const names[] = { "plain", "with: colon", "\"quoted\"", "b\\n" };
	g_autofree char *mainline = NULL, *alone = NULL;
	struct repository repository;

	repository_open(&repository);
	GIT(&repository, "checkout", "-q", "-b", "main");
	mainline = make_commit(&repository, "file", "a bug", "nothing");
	GIT(&repository, "clone", "-q", "--bare", "--no-local", "--single-branch", "-b", "stable",
	    ".", "alone");
	alone = tmpdir_file(repository.dir, "alone");
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autoptr(tree) tree = tree_open_git(alone, "stable", NULL);
		g_autofree char *path = tmpdir_file(repository.dir, names[i]);
		g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);

		g_assert_false(history_lacks(tree, mainline));
		GIT(&repository, "clone", "-q", "--bare", ".", names[i]);
		/* a second one in front of it */
		g_ptr_array_add(folders, objects_folder(alone));
		g_ptr_array_add(folders, objects_folder(path));
		tree_set_alternates(tree, folders);
		g_assert_true(history_lacks(tree, mainline));
	}
	tmpdir_free(repository.dir);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/history/renamed", test_renamed);
	g_test_add_func("/history/copies", test_copies);
	g_test_add_func("/history/other-branch", test_other_branch);
	g_test_add_func("/history/reverts", test_reverts);
	g_test_add_func("/history/itself", test_itself);
	g_test_add_func("/history/quoted", test_quoted);
	g_test_add_func("/history/update", test_update);
	g_test_add_func("/history/kinds", test_kinds);
	g_test_add_func("/history/lacks", test_lacks);
	g_test_add_func("/history/alternates", test_alternates);
	return g_test_run();
}
