// SPDX-License-Identifier: GPL-2.0-only
/*
 * git itself walks the history: it has commit-graphs and path filters.
 */
#include "tree/history.h"

#include <string.h>

#include "base/proc.h"
#include "format/patch.h"

/* digits of a commit id that kernel people write */
#define ID_DIGITS 12

/* a walk over the whole history of the kernel for one path */
#define HISTORY_SECONDS 300

static char *run_git(const struct tree *tree, const char *const *words, const GPtrArray *paths)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autofree char *git_dir = g_strdup_printf("--git-dir=%s", tree_repository(tree));
	struct proc_spec spec = { .seconds = HISTORY_SECONDS };
	char *output = NULL;

	g_ptr_array_add(argv, (char *)"git");
	g_ptr_array_add(argv, git_dir);
	for (; *words; words++)
		g_ptr_array_add(argv, (char *)*words);
	if (paths)
		g_ptr_array_add(argv, (char *)"--");
	for (guint i = 0; paths && i < paths->len; i++)
		g_ptr_array_add(argv, paths->pdata[i]);
	g_ptr_array_add(argv, NULL);
	spec.argv = (const char *const *)argv->pdata;
	return proc_check(&spec, &output, NULL) ? output : NULL;
}

static bool same_commit(const char *a, const char *b)
{
	size_t size = MIN(strlen(a), strlen(b));

	return size >= ID_DIGITS && !g_ascii_strncasecmp(a, b, size);
}

static bool is_reverted(const struct tree *tree, const char *commit, const GPtrArray *paths)
{
	g_autofree char *range = g_strdup_printf("%s..%s", commit, tree_commit(tree));
	g_autofree char *said =
		g_strdup_printf("--grep=This reverts commit %.*s", ID_DIGITS, commit);
	const char *const words[] = { "log", "-1", "--format=%H", "-F", said, range, NULL };
	g_autofree char *found = run_git(tree, words, paths);

	return found && *found;
}

/* "ID\ntitle\nbody": does the body name @upstream as where the commit comes from? */
static char *check_commit(const struct tree *tree, const char *record, const char *upstream,
			  const GPtrArray *paths)
{
	g_auto(GStrv) parts = g_strsplit(record, "\n", 3);
	g_autofree char *named = NULL;

	if (!parts[0] || !parts[1] || !parts[2])
		return NULL;
	named = upstream_of(parts[2]);
	if (!same_commit(parts[0], upstream) && !(named && same_commit(named, upstream)))
		return NULL;
	if (is_reverted(tree, parts[0], paths))
		return NULL;
	return g_strdup_printf("%.*s (\"%s\")", ID_DIGITS, parts[0], parts[1]);
}

char *history_find(const struct tree *tree, const char *upstream, const GPtrArray *paths)
{
	g_autofree char *grep = g_strdup_printf("--grep=%.*s", ID_DIGITS, upstream);
	const char *const by_name[] = { "log", "--format=%H%n%s%n%B%x1e", "-F", "-i", grep,
					tree_commit(tree), NULL };
	const char *const itself[] = { "rev-list", "--max-count=1", upstream, NULL };
	g_autofree char *output = NULL, *id = NULL;
	g_auto(GStrv) records = NULL;

	if (!tree_repository(tree) || strlen(upstream) < ID_DIGITS ||
	    strspn(upstream, "0123456789abcdefABCDEF") != strlen(upstream))
		return NULL;
	id = run_git(tree, itself, NULL);
	if (id && *id) {
		const char *const between[] = { "merge-base", "--is-ancestor", g_strchomp(id),
						tree_commit(tree), NULL };
		g_autofree char *is_in = run_git(tree, between, NULL);

		if (is_in && !is_reverted(tree, id, paths))
			return g_strdup_printf("%.*s itself", ID_DIGITS, id);
	}
	output = run_git(tree, by_name, paths);
	records = g_strsplit(output ? output : "", "\x1e", -1);
	for (char **record = records; *record; record++) {
		char *found = check_commit(tree, g_strchug(*record), upstream, paths);

		if (found)
			return found;
	}
	return NULL;
}
