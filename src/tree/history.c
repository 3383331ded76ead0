// SPDX-License-Identifier: GPL-2.0-only
/*
 * git itself walks the history: it has commit-graphs and path filters.  Where
 * there is an index, git is only asked about the few commits that it names.
 */
#include "tree/history.h"

#include <string.h>

#include "base/commitid.h"
#include "base/file.h"
#include "base/proc.h"
#include "format/patch.h"
#include "format/patchid.h"
#include "tree/ancestry.h"
#include "tree/answers.h"
#include "tree/backend.h"
#include "tree/history-index.h"

/* digits of a commit id that kernel people write */
#define ID_DIGITS 12

/* a walk over the whole history of the kernel for one path */
#define HISTORY_SECONDS 300

/* patches of the commits that change some files */
#define HISTORY_OUTPUT (256UL << 20)

/* the kind of what is kept, see read_patch_ids() */
#define PATCH_IDS "patch ids 1"

static void add_all(GPtrArray *to, const char *const *words, const GPtrArray *paths)
{
	for (; *words; words++)
		g_ptr_array_add(to, (char *)*words);
	if (paths)
		g_ptr_array_add(to, (char *)"--");
	for (guint i = 0; paths && i < paths->len; i++)
		g_ptr_array_add(to, paths->pdata[i]);
}

static char *run_git_in(const char *repository, const char *folders, const char *const *words,
			const GPtrArray *paths)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autofree char *git_dir = g_strdup_printf("--git-dir=%s", repository);
	g_autofree char *alternates = g_strdup_printf("GIT_ALTERNATE_OBJECT_DIRECTORIES=%s",
						      folders ? folders : "");
	const char *const env[] = { alternates, NULL };
	struct proc_spec spec = { .seconds = HISTORY_SECONDS, .max_output = HISTORY_OUTPUT };
	char *output = NULL;

	if (folders)
		spec.env = env;

	g_ptr_array_add(argv, (char *)"git");
	g_ptr_array_add(argv, git_dir);
	add_all(argv, words, paths);
	g_ptr_array_add(argv, NULL);
	spec.argv = (const char *const *)argv->pdata;
	return proc_check(&spec, &output, NULL) ? output : NULL;
}

static char *run_git(const struct tree *tree, const char *const *words, const GPtrArray *paths)
{
	return run_git_in(tree_repository(tree), tree->alternates, words, paths);
}

static bool is_id(const char *text)
{
	return strlen(text) >= COMMIT_ID_MIN &&
	       strspn(text, "0123456789abcdefABCDEF") == strlen(text);
}

static bool same_commit(const char *a, const char *b)
{
	size_t size = MIN(strlen(a), strlen(b));

	return size >= COMMIT_ID_MIN && !g_ascii_strncasecmp(a, b, size);
}

/* is @commit @of, or reached from it? */
static bool is_reached(const struct tree *tree, const char *commit, const char *of)
{
	const char *const words[] = { "merge-base", "--is-ancestor", commit, of, NULL };
	g_autofree char *output = run_git(tree, words, NULL);

	return output != NULL;
}

static char *list_history(const void *data)
{
	const struct tree *tree = data;
	const char *const words[] = { "rev-list", tree_commit(tree), NULL };

	return run_git(tree, words, NULL);
}

static bool is_in_history(const struct tree *tree, const char *commit)
{
	bool has;

	if (ancestry_has(tree->ancestry, commit, list_history, tree, &has))
		return has;
	return is_reached(tree, commit, tree_commit(tree));
}

static bool has_path(const GPtrArray *paths, const char *path)
{
	for (guint i = 0; i < paths->len; i++)
		if (!strcmp(paths->pdata[i], path) ||
		    !strcmp(path_name(paths->pdata[i]), path_name(path)))
			return true;
	return false;
}

/* is some of the files there under the name that upstream has for it? */
static bool has_files(const struct tree *tree, const char *commit, const GPtrArray *paths)
{
	const char *const words[] = { "ls-tree", "-r", "--name-only", commit, NULL };
	g_autofree char *output = run_git(tree, words, paths);

	return output && *output;
}

/*
 * Does a commit that names another change what that one changes?  By one of the files, which
 * may be in another folder here, as their names hardly change; or when this history has none
 * of them.  What leaves alone a file that it has is about another part of the change.
 */
static bool touches(const struct tree *tree, const char *commit, const GPtrArray *paths)
{
	const char *const words[] = { "-c", "core.quotePath=false", "diff-tree", "-r", "--root",
				      "--no-commit-id", "--name-only", commit, NULL };
	g_autofree char *output = paths ? run_git(tree, words, NULL) : NULL;

	if (!paths)
		return true;
	for (char *next = output, *path; next && *next && (path = strsep(&next, "\n"));)
		if (has_path(paths, path))
			return true;
	return !has_files(tree, commit, paths);
}

static char *reference_hex(const struct reference *reference)
{
	struct object_id id;
	char hex[OBJECT_ID_HEX + 1];

	memcpy(id.bytes, reference->commit, sizeof(id.bytes));
	return g_strdup(object_id_hex(&id, hex));
}

/* the ids of the commits that say they revert @named, came after @since and change @paths */
static GPtrArray *list_reverts_indexed(const struct tree *tree, const char *named,
				       const char *since, const GPtrArray *paths)
{
	g_autoptr(GArray) found = history_index_find(tree->history, REFERENCE_REVERT, named);
	GPtrArray *reverts = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < found->len; i++) {
		const struct reference *revert = &g_array_index(found, struct reference, i);
		g_autofree char *id = reference_hex(revert);

		if (same_commit(revert->named, named) && is_in_history(tree, id) &&
		    !is_reached(tree, id, since) && touches(tree, id, paths))
			g_ptr_array_add(reverts, g_steal_pointer(&id));
	}
	return reverts;
}

static GPtrArray *list_reverts_logged(const struct tree *tree, const char *named,
				      const char *since, const GPtrArray *paths)
{
	g_autofree char *range = g_strdup_printf("%s..%s", since, tree_commit(tree));
	g_autofree char *said =
		g_strdup_printf("--grep=This reverts commit %.*s", COMMIT_ID_MIN, named);
	const char *const words[] = { "log", "--format=%H", "-F", said, range, NULL };
	g_autofree char *found = run_git(tree, words, NULL);
	GPtrArray *reverts = g_ptr_array_new_with_free_func(g_free);

	for (char *next = found, *id; next && *next && (id = strsep(&next, "\n"));)
		if (touches(tree, id, paths))
			g_ptr_array_add(reverts, g_strdup(id));
	return reverts;
}

/* the commit of the tree's history that reverts @named and is not reverted itself */
static char *find_revert(const struct tree *tree, const char *named, const char *since,
			 const GPtrArray *paths, unsigned int depth)
{
	g_autoptr(GPtrArray) reverts =
		tree->history ? list_reverts_indexed(tree, named, since, paths) :
				list_reverts_logged(tree, named, since, paths);

	for (guint i = 0; i < reverts->len; i++) {
		const char *id = reverts->pdata[i];
		g_autofree char *again = NULL;

		if (depth < REVERTS_DEEP)
			again = find_revert(tree, id, id, paths, depth + 1);
		if (!again)
			return g_strdup(id);
	}
	return NULL;
}

static bool is_reverted(const struct tree *tree, const char *named, const char *since,
			const GPtrArray *paths)
{
	g_autofree char *revert = find_revert(tree, named, since, paths, 0);

	return revert != NULL;
}

/* keeps the first revert in @out_revert, which may be NULL */
static bool note_revert(char *revert, char **out_revert)
{
	bool reverted = revert != NULL;

	if (reverted && out_revert && !*out_revert)
		*out_revert = g_steal_pointer(&revert);
	g_free(revert);
	return reverted;
}

/* upstream's own revert, copied like the commit was, names upstream's id */
static bool is_copy_reverted(const struct tree *tree, const char *copy, const char *upstream,
			     const GPtrArray *paths, char **out_revert)
{
	return note_revert(find_revert(tree, copy, copy, paths, 0), out_revert) ||
	       note_revert(find_revert(tree, upstream, copy, paths, 0), out_revert);
}

/* "ID\ntitle\nbody": does the body name @upstream as where the commit comes from? */
static char *check_commit(const struct tree *tree, const char *record, const char *upstream,
			  const GPtrArray *paths, char **out_revert)
{
	g_auto(GStrv) parts = g_strsplit(record, "\n", 3);
	g_autofree char *named = NULL;

	if (!parts[0] || !parts[1] || !parts[2])
		return NULL;
	named = upstream_of(parts[2]);
	if (!same_commit(parts[0], upstream) && !(named && same_commit(named, upstream)))
		return NULL;
	if (!touches(tree, parts[0], paths) ||
	    is_copy_reverted(tree, parts[0], upstream, paths, out_revert))
		return NULL;
	return g_strdup_printf("%.*s (\"%s\")", ID_DIGITS, parts[0], parts[1]);
}

static char *find_logged(const struct tree *tree, const char *upstream, const GPtrArray *paths,
			 char **out_revert)
{
	g_autofree char *grep = g_strdup_printf("--grep=%.*s", COMMIT_ID_MIN, upstream);
	const char *const by_name[] = { "log", "--format=%H%n%s%n%B%x1e", "-F", "-i", grep,
					tree_commit(tree), NULL };
	g_autofree char *output = run_git(tree, by_name, NULL);
	g_auto(GStrv) records = g_strsplit(output ? output : "", "\x1e", -1);

	for (char **record = records; *record; record++) {
		char *found = check_commit(tree, g_strchug(*record), upstream, paths, out_revert);

		if (found)
			return found;
	}
	return NULL;
}

/* "0123456789ab (\"title\")" */
static char *titled(const struct tree *tree, const char *id)
{
	const char *const words[] = { "log", "-1", "--format=%s", id, NULL };
	g_autofree char *says = run_git(tree, words, NULL);

	return g_strdup_printf("%.*s (\"%s\")", ID_DIGITS, id, says ? g_strchomp(says) : "");
}

static char *find_indexed(const struct tree *tree, const char *upstream, const GPtrArray *paths,
			  char **out_revert)
{
	g_autoptr(GArray) found = history_index_find(tree->history, REFERENCE_COPY, upstream);

	for (guint i = found->len; i-- > 0;) {
		const struct reference *copy = &g_array_index(found, struct reference, i);
		g_autofree char *id = reference_hex(copy);

		if (same_commit(copy->named, upstream) && is_in_history(tree, id) &&
		    touches(tree, id, paths) &&
		    !is_copy_reverted(tree, id, upstream, paths, out_revert))
			return titled(tree, id);
	}
	return NULL;
}

char *history_find(const struct tree *tree, const char *upstream, const GPtrArray *paths,
		   char **out_reverted)
{
	const char *const itself[] = { "rev-list", "--max-count=1", upstream, NULL };
	g_autofree char *id = NULL, *revert = NULL;
	char *found;

	if (!tree_repository(tree) || !is_id(upstream))
		return NULL;
	id = run_git(tree, itself, NULL);
	if (id && *id && is_in_history(tree, g_strchomp(id)) &&
	    !note_revert(find_revert(tree, id, id, paths, 0), &revert))
		return g_strdup_printf("%.*s itself", ID_DIGITS, id);
	found = tree->history ? find_indexed(tree, upstream, paths, &revert) :
				find_logged(tree, upstream, paths, &revert);
	if (!found && revert && out_reverted)
		*out_reverted = titled(tree, revert);
	return found;
}

/* the id of one patch of git log, with what stands in front of it */
static char *id_of_record(const char *record)
{
	const char *diff = strstr(record, "\ndiff --git ");

	return diff ? patch_id_of(diff + 1, strlen(diff + 1)) : NULL;
}

/* a line "PATCH-ID COMMIT (\"title\")" for each record of git log */
static char *read_patch_ids(const char *output)
{
	g_auto(GStrv) records = g_strsplit(output, "\x1e", -1);
	GString *lines = g_string_new(NULL);

	for (char **record = records; *record; record++) {
		g_autofree char *id = id_of_record(*record);

		if (id)
			g_string_append_printf(lines, "%s %.*s\n", id,
					       (int)strcspn(*record, "\n"), *record);
	}
	return g_string_free(lines, FALSE);
}

/* of the commits that the tree has, upstream's commit has not, and that change some of the files */
static char *list_patch_ids(const struct tree *tree, const char *upstream, const GPtrArray *paths)
{
	g_autofree char *without = g_strdup_printf("^%s", upstream);
	const char *const words[] = { "-c", "core.quotePath=true", "log", "-p", "-M", "-U3",
				      "--full-diff", "--no-merges", "--no-ext-diff",
				      "--no-textconv", "--no-color", "--diff-algorithm=default",
				      "--src-prefix=a/", "--dst-prefix=b/",
				      "--format=%x1e%H (\"%s\")", tree_commit(tree), without,
				      NULL };
	g_autoptr(GPtrArray) question = g_ptr_array_new();
	g_autofree char *output = NULL;
	char *lines;

	add_all(question, words, paths);
	lines = answers_get(tree->answers, PATCH_IDS, question);
	if (lines)
		return lines;
	output = run_git(tree, words, paths);
	lines = output ? read_patch_ids(output) : NULL;
	if (lines)
		answers_put(tree->answers, PATCH_IDS, question, lines);
	return lines;
}

/* of a line of list_patch_ids() that has this id, the commit with its title; else NULL */
static const char *commit_of_line(const char *line, const char *patch_id)
{
	size_t size = strlen(patch_id);

	if (strncmp(line, patch_id, size) || line[size] != ' ' ||
	    strlen(line + size + 1) < OBJECT_ID_HEX)
		return NULL;
	return line + size + 1;
}

char *history_find_patch(const struct tree *tree, const char *patch_id, const char *upstream,
			 const GPtrArray *paths, char **out_reverted)
{
	g_autofree char *lines = NULL, *revert = NULL;

	if (!tree_repository(tree) || !is_id(upstream))
		return NULL;
	lines = list_patch_ids(tree, upstream, paths);
	for (char *next = lines, *line; next && *next && (line = strsep(&next, "\n"));) {
		const char *commit = commit_of_line(line, patch_id);
		g_autofree char *hex = commit ? g_strndup(commit, OBJECT_ID_HEX) : NULL;

		if (commit && !is_copy_reverted(tree, hex, upstream, paths, &revert))
			return g_strdup_printf("%.*s%s", ID_DIGITS, hex, commit + OBJECT_ID_HEX);
	}
	if (revert && !*out_reverted)
		*out_reverted = titled(tree, revert);
	return NULL;
}

/* "ID\ntitle\nbody": is it a copy of what has this title that does not say so? */
static bool is_silent_copy(const struct tree *tree, const char *record, const char *title)
{
	g_auto(GStrv) parts = g_strsplit(record, "\n", 3);
	g_autofree char *named = NULL;

	if (!parts[0] || !parts[1] || !parts[2] || strcmp(parts[1], title))
		return false;
	named = upstream_of(parts[2]);
	return !named && !is_reverted(tree, parts[0], parts[0], NULL);
}

/* copies without a reference are known by their title */
static bool is_copied_silently(const struct tree *tree, const char *commit)
{
	const char *const said[] = { "log", "-1", "--format=%s", commit, NULL };
	g_autofree char *title = run_git(tree, said, NULL);
	g_autofree char *grep = g_strdup_printf("--grep=%s", title ? g_strchomp(title) : "");
	g_autofree char *without = g_strdup_printf("^%s", commit);
	const char *const words[] = { "log", "--no-merges", "--format=%H%n%s%n%B%x1e", "-F", grep,
				      tree_commit(tree), without, NULL };
	g_autofree char *output = title && *title ? run_git(tree, words, NULL) : NULL;
	g_auto(GStrv) records = g_strsplit(output ? output : "", "\x1e", -1);

	for (char **record = records; *record; record++) {
		if (is_silent_copy(tree, g_strchug(*record), title))
			return true;
	}
	return false;
}

static bool is_shallow(const struct tree *tree)
{
	const char *const words[] = { "rev-parse", "--is-shallow-repository", NULL };
	g_autofree char *output = run_git(tree, words, NULL);

	return !output || strcmp(g_strchomp(output), "false");
}

bool history_lacks(const struct tree *tree, const char *commit)
{
	g_autofree char *spec = g_strdup_printf("%s^{commit}", commit);
	const char *const exists[] = { "rev-parse", "--verify", "--quiet", spec, NULL };
	const char *const related[] = { "merge-base", commit, tree_commit(tree), NULL };
	g_autofree char *id = NULL, *base = NULL, *found = NULL;

	if (!tree_repository(tree) || !is_id(commit) || is_shallow(tree))
		return false;
	id = run_git(tree, exists, NULL);
	found = id && *id ? history_find(tree, g_strchomp(id), NULL, NULL) : NULL;
	if (!id || !*id || found || is_copied_silently(tree, id))
		return false;
	/* what is of another project's history says nothing of this one's */
	base = run_git(tree, related, NULL);
	return base && *base;
}

char *history_diff(const struct tree *tree, const char *commit)
{
	const char *const words[] = { "-c", "core.quotePath=true", "diff-tree", "-p", "-M", "-U0",
				      "--root", "--no-commit-id", "--full-index", "--no-ext-diff",
				      "--no-textconv", "--no-color", "--src-prefix=a/",
				      "--dst-prefix=b/", commit, NULL };

	return tree_repository(tree) && is_id(commit) ? run_git(tree, words, NULL) : NULL;
}

bool history_reached(const char *repository, const GPtrArray *tips, const char *commit)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *output = NULL;

	g_ptr_array_add(words, g_strdup("rev-list"));
	g_ptr_array_add(words, g_strdup("--max-count=1"));
	g_ptr_array_add(words, g_strdup(commit));
	for (guint i = 0; i < tips->len; i++)
		g_ptr_array_add(words, g_strdup_printf("^%s", (char *)tips->pdata[i]));
	g_ptr_array_add(words, NULL);
	output = run_git_in(repository, NULL, (const char *const *)words->pdata, NULL);
	return output && !*output;
}
