// SPDX-License-Identifier: GPL-2.0-only
#include "tree/promised.h"

#include <git2.h>

#include "base/proc.h"

/* a fetch of one object of a partial clone */
#define PROMISED_SECONDS 120

/* a fetch of the files of a folder */
#define FOLDER_SECONDS 600

/* git knows it in every repository */
#define EMPTY_TREE "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

/* by hand: the regular expressions of libgit2 1.5 leak where they do not match */
bool promised_any(git_repository *repository)
{
	git_config *config = NULL;
	git_config_iterator *all = NULL;
	git_config_entry *entry;
	bool partial = false;

	if (!git_repository_config_snapshot(&config, repository) &&
	    !git_config_iterator_new(&all, config)) {
		while (!partial && !git_config_next(&entry, all))
			partial = g_str_has_prefix(entry->name, "remote.") &&
				  g_str_has_suffix(entry->name, ".promisor");
	}
	git_config_iterator_free(all);
	git_config_free(config);
	return partial;
}

GBytes *promised_read(const char *git_dir, const char *kind, const struct object_id *id)
{
	char hex[OBJECT_ID_HEX + 1];
	g_autofree char *in = g_strdup_printf("--git-dir=%s", git_dir);
	const char *const argv[] = { "git", in, "cat-file", kind, object_id_hex(id, hex), NULL };
	struct proc_spec spec = { .argv = argv, .seconds = PROMISED_SECONDS };
	struct proc_result result = { 0 };
	GBytes *bytes = NULL;

	if (proc_run(&spec, &result, NULL) && !result.status)
		bytes = g_bytes_new(result.out->str, result.out->len);
	proc_result_clear(&result);
	return bytes;
}

/* to compare them git fetches what is missing of them with one question; a line tells the sum */
bool promised_fetch(const char *git_dir, const char *commit, const char *folder)
{
	g_autofree char *in = g_strdup_printf("--git-dir=%s", git_dir);
	const char *const argv[] = { "git", in, "--literal-pathspecs", "diff-tree", "-r",
				     "--shortstat", "--no-renames", "--no-ext-diff",
				     "--no-textconv", EMPTY_TREE, commit, "--",
				     *folder ? folder : NULL, NULL };
	const struct proc_spec spec = { .argv = argv, .seconds = FOLDER_SECONDS };

	return proc_check(&spec, NULL, NULL);
}

const char *promised_remedy(bool partial)
{
	if (partial)
		return "the repository is a partial clone, and git could not fetch that: is its "
		       "remote there, and has it the object? " PROMISED_REFETCH;
	return "the repository is damaged, 'git fsck' says what else is missing";
}
