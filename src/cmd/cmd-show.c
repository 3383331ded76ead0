// SPDX-License-Identifier: GPL-2.0-only
/* backstitch show: one series, its patches, what reviewers said, its state on each tree */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "job/port.h"
#include "job/select.h"
#include "report/overview.h"

static int show(struct session *session, const char *name, bool json, GError **error)
{
	const struct report_style style = { session->colour, session->columns, false };
	g_autoptr(series) series = select_series(session->workspace, name, error);
	g_autoptr(GPtrArray) results = NULL;
	g_autofree char *text = NULL;

	if (!series)
		return -1;
	results = job_report(session->workspace, name, error);
	if (!results)
		return -1;
	if (!results->len) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "no series '%s'; 'backstitch list' shows them", name);
		return -1;
	}
	text = json ? report_show_json(series, results->pdata[0]) :
		      report_show_text(series, results->pdata[0], &style);
	fputs(text, stdout);
	return EXIT_CLEAN;
}

int cmd_show(struct session *session, int argc, char **argv, GError **error)
{
	g_autofree char *format = NULL;
	const GOptionEntry entries[] = {
		{ "format", 'f', 0, G_OPTION_ARG_STRING, &format, "text or json", "FORMAT" },
		{ NULL },
	};
	static const char *const formats[] = { "text", "json", NULL };
	bool help;

	if (!parse_options("show", entries, &argc, &argv, &help, error))
		return -1;
	if (help)
		return EXIT_CLEAN;
	if (argc != 2)
		return usage_error(error, "one series expected; 'backstitch list' shows them");
	if (format && !g_strv_contains(formats, format))
		return usage_error(error, "no format '%s'; there are text and json", format);
	return show(session, argv[1], !g_strcmp0(format, "json"), error);
}
