// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "base/escape.h"
#include "cmd/cmd.h"
#include "job/import.h"

static void print_list(const char *head, const GPtrArray *texts)
{
	for (guint i = 0; i < texts->len; i++) {
		g_autofree char *line = escape_line(texts->pdata[i], -1);

		printf("  %s: %s\n", head, line);
	}
}

static void print_one(const struct imported *imported)
{
	printf("%s: %u of %u patch%s", imported->name, imported->patches, imported->total,
	       imported->total == 1 ? "" : "es");
	if (imported->added)
		printf(", %u new", imported->added);
	if (imported->comments)
		printf(", %u new comment%s", imported->comments,
		       imported->comments == 1 ? "" : "s");
	if (!imported->added && !imported->comments)
		printf(", nothing new");
	putchar('\n');
	if (*imported->missing)
		printf("  missing: %s\n", imported->missing);
	print_list("note", imported->notes);
}

static int import(const struct workspace *workspace, const struct import_options *options,
		  GError **error)
{
	g_autoptr(GPtrArray) all = job_import(workspace, options, error);
	int status = EXIT_CLEAN;

	if (!all)
		return -1;
	for (guint i = 0; i < all->len; i++) {
		const struct imported *imported = all->pdata[i];

		print_one(imported);
		if (*imported->missing)
			status = EXIT_PERSON;
	}
	return status;
}

int cmd_import(struct session *session, int argc, char **argv, GError **error)
{
	g_autofree char *name = NULL, *rule = NULL, *upstream = NULL;
	const GOptionEntry entries[] = {
		{ "name", 0, 0, G_OPTION_ARG_STRING, &name, "folder name for the series",
		  "NAME" },
		{ "rule", 0, 0, G_OPTION_ARG_STRING, &rule, "semantic patch that does the change",
		  "PACK/RULE" },
		{ "upstream", 0, 0, G_OPTION_ARG_STRING, &upstream, "commit id of the patch",
		  "COMMIT" },
		{ NULL },
	};
	struct import_options options = { 0 };
	bool help = false;

	if (!parse_options("import", entries, &argc, &argv, &help, error))
		return -1;
	if (help)
		return EXIT_CLEAN;
	if (argc < 2)
		return usage_error(error, "what to import?");
	options = (struct import_options){
		.sources = (const char *const *)argv + 1,
		.name = name,
		.rule = rule,
		.upstream = upstream,
	};
	return import(session->workspace, &options, error);
}
