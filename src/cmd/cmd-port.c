// SPDX-License-Identifier: GPL-2.0-only
/* backstitch port: a series or commits to the stable trees, with proofs and verdicts */
#include <stdio.h>
#include <string.h>

#include "check/check.h"
#include "cmd/cmd.h"
#include "cmd/terminal.h"
#include "job/port.h"
#include "job/select.h"
#include "report/report.h"

static bool could_do_it(const struct series_result *result)
{
	for (guint i = 0; i < result->trees->len; i++) {
		const struct tree_result *tree = result->trees->pdata[i];

		if (tree->error)
			return false;
		for (guint p = 0; p < tree->patches->len; p++) {
			if (((struct patch_result *)tree->patches->pdata[p])->outcome ==
			    OUTCOME_ERROR)
				return false;
		}
	}
	return true;
}

static int run_port(struct session *session, const struct port_options *options, const char *format,
		    bool verbose, GError **error)
{
	const struct report_style style = {
		.colour = session->colour,
		.columns = session->columns,
		.verbose = verbose,
	};
	g_autoptr(series_result) result = job_port(session->workspace, options, error);
	g_autoptr(GPtrArray) results = g_ptr_array_new();
	g_autofree char *text = NULL;

	if (!result)
		return -1;
	g_ptr_array_add(results, result);
	text = strcmp(format, "json") ? report_text(results, &style) : report_json(result);
	terminal_say(text);
	session->notice = select_notice(result->sourceless);
	if (!could_do_it(result))
		return EXIT_CANNOT;
	return series_result_clean(result) ? EXIT_CLEAN : EXIT_PERSON;
}

/* the first proof that there is not, or NULL */
static const char *unknown_proof(const char *const *proofs)
{
	for (; proofs && *proofs; proofs++) {
		const struct check *check = checks;

		while (check->name && strcmp(check->name, *proofs))
			check++;
		if (!check->name)
			return *proofs;
	}
	return NULL;
}

static int no_such_proof(const char *name, GError **error)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (const struct check *check = checks; check->name; check++)
		g_string_append_printf(names, "%s%s", names->len ? ", " : "", check->name);
	return usage_error(error, "no proof '%s'; there are %s", name, names->str);
}

/* a "--branch" without a name must not take the next word for one, as GOption would */
static char **spell_out(int argc, char **argv)
{
	char **words = g_new(char *, argc + 1);
	bool options = true;

	for (int i = 0; i < argc; i++) {
		options &= strcmp(argv[i], "--") != 0;
		words[i] = options && !strcmp(argv[i], "--branch") ? (char *)"--branch=" : argv[i];
	}
	words[argc] = NULL;
	return words;
}

int cmd_port(struct session *session, int argc, char **argv, GError **error)
{
	g_autofree char **words = spell_out(argc, argv);
	char **left = words;
	g_autofree char *repository = NULL, *name = NULL, *branch = NULL;
	gint mainline = NO_MAINLINE, jobs = g_get_num_processors();
	g_auto(GStrv) trees = NULL;
	g_auto(GStrv) proofs = NULL;
	g_autofree char *format = NULL;
	gboolean no_proofs = FALSE, dry_run = FALSE, verbose = FALSE;
	gboolean conflicts = FALSE, resume = FALSE, skip = FALSE;
	const GOptionEntry entries[] = {
		{ "tree", 't', 0, G_OPTION_ARG_STRING_ARRAY, &trees,
		  "only this tree; SOURCE (a folder or REPOSITORY:REF) says where it is",
		  "NAME[=SOURCE]" },
		{ "repo", 0, 0, G_OPTION_ARG_FILENAME, &repository,
		  "repository that the commits are in", "DIR" },
		{ "branch", 0, 0, G_OPTION_ARG_STRING, &branch,
		  "make a local branch in the tree's repository; without NAME, "
		  "backstitch/SERIES/TREE",
		  "NAME" },
		{ "mainline", 0, 0, G_OPTION_ARG_INT, &mainline,
		  "port what a merge brings to its parent N", "N" },
		{ "name", 0, 0, G_OPTION_ARG_STRING, &name,
		  "folder for the series that commits become", "NAME" },
		{ "conflicts", 0, 0, G_OPTION_ARG_NONE, &conflicts,
		  "write the files of a conflict or a proposal, to edit or confirm them", NULL },
		{ "continue", 0, 0, G_OPTION_ARG_NONE, &resume,
		  "take the edited files, and go on", NULL },
		{ "skip", 0, 0, G_OPTION_ARG_NONE, &skip,
		  "leave out the patch that waits, and go on", NULL },
		{ "proof", 'p', 0, G_OPTION_ARG_STRING_ARRAY, &proofs,
		  "run this proof instead of those that the tree file asks for", "NAME" },
		{ "no-proofs", 0, 0, G_OPTION_ARG_NONE, &no_proofs,
		  "run no proofs; the verdict is then review", NULL },
		{ "dry-run", 'n', 0, G_OPTION_ARG_NONE, &dry_run, "write nothing", NULL },
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &jobs, "trees at a time", "N" },
		{ "format", 'f', 0, G_OPTION_ARG_STRING, &format, "text or json", "FORMAT" },
		{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose,
		  "tell of every patch, not only of those that need a person", NULL },
		{ NULL },
	};
	struct port_options options = { .progress = session->progress };
	bool help;

	if (!parse_options("port", entries, &argc, &left, &help, error))
		return -1;
	if (help)
		return EXIT_CLEAN;
	if (argc < 2)
		return usage_error(error, "which series or commit? 'backstitch list' tells");
	if (format && strcmp(format, "text") && strcmp(format, "json"))
		return usage_error(error, "no format '%s'; there are text and json", format);
	if (unknown_proof((const char *const *)proofs))
		return no_such_proof(unknown_proof((const char *const *)proofs), error);
	if (mainline != NO_MAINLINE && mainline < 1)
		return usage_error(error, "--mainline takes the number of a parent, from 1");
	if (jobs < 1)
		return usage_error(error, "-j takes a number from 1");
	if (resume && skip)
		return usage_error(error, "--continue takes what waits, --skip leaves it out");
	if (dry_run && (conflicts || resume || skip))
		return usage_error(error, "--conflicts, --continue and --skip write files, "
				   "--dry-run none");
	options.conflicts = conflicts || resume || skip;
	options.resume = resume || skip;
	options.skip = skip;
	/* what GOption took out leaves a tail */
	left[argc] = NULL;
	options.what = (const char *const *)left + 1;
	options.repository = repository;
	options.mainline = mainline == NO_MAINLINE ? 0 : mainline;
	options.name = name;
	options.branch = branch;
	options.trees = (const char *const *)trees;
	options.proofs = (const char *const *)proofs;
	options.no_proofs = no_proofs;
	options.dry_run = dry_run;
	options.jobs = jobs;
	return run_port(session, &options, format ? format : "text", verbose, error);
}
