// SPDX-License-Identifier: GPL-2.0-only
/*
 * The newest release that each commit of a history with merges builds on: git says which tags a
 * commit has behind it, and which of these is the newest.
 */
#include <glib.h>
#include <string.h>

#include "base/tmpdir.h"
#include "git-oracle.h"
#include "needs.h"
#include "tree/releases.h"

#define COMMITS 60

/* without the newline at the end */
#define GIT(folder, ...) g_strchomp(git_says(folder, NULL, 0, __VA_ARGS__, NULL))

/* each commit builds on a late one, every third also on any; every seventh is a release */
static char *stream_of(void)
{
	static const char *const names[] = { "v1", "v1.1", "w-2.0-rc1", "rel-2.0", "v3", "9" };
	g_autoptr(GRand) rand = g_rand_new_with_seed(11);
	GString *stream = g_string_new(NULL);

	for (int i = 1; i <= COMMITS; i++) {
		int back = g_rand_int_range(rand, 1, 4);

		g_string_append_printf(stream, "commit refs/heads/at\nmark :%d\n"
				       "committer A <a@b> %d +0000\ndata 1\nx\n", i,
				       1600000000 + i * 60);
		if (i > 1)
			g_string_append_printf(stream, "from :%d\n", MAX(1, i - back));
		if (i > 1 && i % 3 == 0)
			g_string_append_printf(stream, "merge :%d\n", g_rand_int_range(rand, 1, i));
		g_string_append_printf(stream, "M 100644 inline f\ndata 2\n%02d\n", i);
		if (i % 7 == 0)
			g_string_append_printf(stream, "reset refs/tags/%s%s\nfrom :%d\n\n",
					       names[(i / 7 - 1) % 6], i / 7 > 6 ? ".5" : "", i);
		g_string_append_printf(stream, "reset refs/heads/c%d\nfrom :%d\n\n", i, i);
	}
	return g_string_free(stream, FALSE);
}

/* git's answer for a commit: the newest tag behind it that is a release */
static char *expected(const char *folder, const char *commit)
{
	g_autofree char *merged = g_strdup_printf("--merged=%s", commit);
	g_autofree char *tags = GIT(folder, "for-each-ref", "--sort=-committerdate", merged,
				    "--format=%(objectname) %(refname:short)", "refs/tags");
	g_auto(GStrv) lines = g_strsplit(tags, "\n", -1);

	for (char **line = lines; *line && **line; line++) {
		g_auto(GStrv) parts = g_strsplit(*line, " ", 2);

		if (strcmp(parts[0], commit) && !strstr(parts[1], "rc") && strcmp(parts[1], "9"))
			return g_strdup(parts[0]);
	}
	return g_strdup("none");
}

static void check(struct releases *releases, const char *folder, const char *commit)
{
	g_autofree char *should = expected(folder, commit);
	char is[OBJECT_ID_HEX + 1] = "none";
	struct object_id id, release;

	g_assert_true(object_id_parse(commit, &id));
	if (releases_before(releases, &id, &release))
		object_id_hex(&release, is);
	g_assert_cmpstr(is, ==, should);
}

/* asked once each, from the newest on and from the oldest on, and all again */
static void test_newest(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	const char *folder = tmpdir_path(dir);
	g_autofree char *stream = stream_of();
	g_autofree char *made = GIT(folder, "init", "-q");
	g_autofree char *imported = git_says(folder, stream, strlen(stream), "fast-import",
					     "--quiet", "--force", NULL);
	g_autofree char *ids = GIT(folder, "rev-list", "--all");
	g_auto(GStrv) commits = g_strsplit(ids, "\n", -1);
	int count = g_strv_length(commits);

	g_assert_cmpint(count, ==, COMMITS);
	for (int down = 0; down < 2; down++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(releases) releases = releases_new(folder, &error);

		g_assert_no_error(error);
		for (int i = 0; i < 2 * count; i++)
			check(releases, folder,
			      commits[down ? i % count : (2 * count - 1 - i) % count]);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	if (needs("git"))
		g_test_add_func("/releases/newest", test_newest);
	return g_test_run();
}
