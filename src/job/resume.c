// SPDX-License-Identifier: GPL-2.0-only
#include "job/resume.h"

#include <string.h>

#include "job/porttree.h"

/* what a shell reads as it stands */
#define PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,@%+"

static void append(GString *command, const char *word)
{
	g_autofree char *quoted = word[strspn(word, PLAIN)] ? g_shell_quote(word) : NULL;

	g_string_append_printf(command, " %s", quoted ? quoted : word);
}

/* "--tree NAME=SOURCE" where the user said so */
static const char *tree_named(const struct port_options *options, const char *tree)
{
	size_t size = strlen(tree);

	for (const char *const *at = options->trees; at && *at; at++) {
		if (!strncmp(*at, tree, size) && (*at)[size] == '=')
			return *at;
	}
	return tree;
}

static void append_proofs(GString *command, const struct port_options *options)
{
	if (options->no_proofs)
		append(command, "--no-proofs");
	for (const char *const *at = options->proofs; at && *at; at++) {
		append(command, "--proof");
		append(command, *at);
	}
}

char *resume_command(const struct port_options *options, const char *series, const char *tree,
		     bool skip, bool several)
{
	GString *command = g_string_new("backstitch port");

	append(command, skip ? "--skip" : "--continue");
	if (options->repository) {
		append(command, "--repo");
		append(command, options->repository);
	}
	append_proofs(command, options);
	if (options->branch && !*options->branch) {
		append(command, "--branch");
	} else if (options->branch) {
		g_autofree char *name = porttree_branch_name(options->branch, series, tree,
							     several);
		g_autofree char *branch = g_strdup_printf("--branch=%s", name);

		append(command, branch);
	}
	append(command, "--tree");
	append(command, tree_named(options, tree));
	append(command, series);
	return g_string_free(command, FALSE);
}
