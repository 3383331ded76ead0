// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "base/escape.h"
#include "cmd/cmd.h"

int cmd_init(struct session *session, int argc, char **argv, GError **error)
{
	gboolean example = FALSE;
	const GOptionEntry entries[] = {
		{ "example", 0, 0, G_OPTION_ARG_NONE, &example,
		  "with the reference series and miniature trees", NULL },
		{ NULL },
	};
	g_autofree char *root = NULL;
	g_autofree char *shown = NULL;
	bool help;

	if (!parse_options("init", entries, &argc, &argv, &help, error))
		return -1;
	if (help)
		return EXIT_CLEAN;
	if (argc > 2)
		return usage_error(error, "one folder at a time, not '%s' too", argv[2]);
	root = g_canonicalize_filename(argc == 2 ? argv[1] : ".", NULL);
	if (!workspace_init(root, example, error))
		return -1;
	shown = escape_line(root, -1);
	printf("workspace in '%s'\n", shown);
	return EXIT_CLEAN;
}
