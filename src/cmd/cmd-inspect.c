// SPDX-License-Identifier: GPL-2.0-only
/* backstitch inspect: what is understood of mails and patches, one JSON object a line */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "cmd/terminal.h"
#include "job/inspect.h"
#include "report/inspect.h"

struct printer {
	bool body;
	bool errors;
};

static bool print_one(void *data, const struct inspected *inspected, GError **error)
{
	struct printer *printer = data;
	g_autofree char *line = inspect_json(inspected, printer->body);

	printer->errors |= inspected->error != NULL;
	if (terminal_say(line) >= 0)
		return true;
	g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot write: %s", g_strerror(errno));
	return false;
}

static int inspect(struct session *session, char **sources, const char *archive, bool body,
		   GError **error)
{
	struct printer printer = { .body = body };

	if (archive &&
	    !job_inspect_archive(archive, session->progress, print_one, &printer, error))
		return -1;
	for (char **source = sources; *source; source++) {
		if (!job_inspect(*source, print_one, &printer, error))
			return -1;
	}
	return printer.errors ? EXIT_PERSON : EXIT_CLEAN;
}

int cmd_inspect(struct session *session, int argc, char **argv, GError **error)
{
	g_autofree char *format = NULL, *archive = NULL;
	gboolean body = FALSE;
	const GOptionEntry entries[] = {
		{ "format", 'f', 0, G_OPTION_ARG_STRING, &format, "json", "FORMAT" },
		{ "git-archive", 0, 0, G_OPTION_ARG_FILENAME, &archive,
		  "a list archive kept in git, one mail a commit", "DIR" },
		{ "body", 0, 0, G_OPTION_ARG_NONE, &body, "with the text of the commit message",
		  NULL },
		{ NULL },
	};
	bool help;

	if (!parse_options("inspect", entries, &argc, &argv, &help, error))
		return -1;
	if (help)
		return EXIT_CLEAN;
	if (format && strcmp(format, "json"))
		return usage_error(error, "no format '%s'; there is json", format);
	if (argc < 2 && !archive)
		return usage_error(error, "what to inspect?");
	return inspect(session, argv + 1, archive, body, error);
}
