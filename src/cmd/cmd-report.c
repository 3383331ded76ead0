// SPDX-License-Identifier: GPL-2.0-only
/* backstitch report: the matrix series × trees, from what earlier runs left */
#include <stdio.h>
#include <string.h>

#include "base/output.h"
#include "cmd/cmd.h"
#include "job/port.h"
#include "report/report.h"

static char *report_in(const char *format, const GPtrArray *results,
		       const struct report_style *style)
{
	if (!strcmp(format, "json"))
		return report_matrix_json(results);
	if (!strcmp(format, "html"))
		return report_html(results, g_get_real_time() / G_USEC_PER_SEC);
	return report_text(results, style);
}

static int status_of(const GPtrArray *results)
{
	for (guint i = 0; i < results->len; i++) {
		if (!series_result_clean(results->pdata[i]))
			return EXIT_PERSON;
	}
	return EXIT_CLEAN;
}

static int report(struct session *session, const char *series, const char *format,
		  const char *output, bool verbose, GError **error)
{
	const struct report_style style = {
		.colour = session->colour && !output,
		.columns = session->columns,
		.verbose = verbose,
	};
	g_autoptr(GPtrArray) results = job_report(session->workspace, series, error);
	g_autofree char *text = NULL;

	if (!results)
		return -1;
	text = report_in(format, results, &style);
	if (!output)
		fputs(text, stdout);
	else if (!output_write(output, text, -1, error))
		return -1;
	return status_of(results);
}

int cmd_report(struct session *session, int argc, char **argv, GError **error)
{
	g_autofree char *format = NULL;
	g_autofree char *output = NULL;
	gboolean verbose = FALSE;
	const GOptionEntry entries[] = {
		{ "format", 'f', 0, G_OPTION_ARG_STRING, &format, "text, json or html", "FORMAT" },
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
		  "write to FILE instead of standard output", "FILE" },
		{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose,
		  "in text, tell of every patch, not only of those that need a person", NULL },
		{ NULL },
	};
	static const char *const formats[] = { "text", "json", "html", NULL };
	bool help;

	if (!parse_options("report", entries, &argc, &argv, &help, error))
		return -1;
	if (help)
		return EXIT_CLEAN;
	if (argc > 2)
		return usage_error(error, "one series or none, not '%s' too", argv[2]);
	if (format && !g_strv_contains(formats, format))
		return usage_error(error, "no format '%s'; there are text, json and html", format);
	return report(session, argc > 1 ? argv[1] : NULL, format ? format : "text", output,
		      verbose, error);
}
