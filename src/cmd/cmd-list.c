// SPDX-License-Identifier: GPL-2.0-only
/* backstitch list: the series in patches/ and their state on each tree */
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "job/port.h"
#include "report/overview.h"

static GPtrArray *load(const struct workspace *workspace, const GPtrArray *results,
		       GError **error)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)series_free);

	for (guint i = 0; i < results->len; i++) {
		const struct series_result *result = results->pdata[i];
		g_autofree char *folder =
			g_build_filename(workspace->patches, result->series, NULL);
		struct series *series = series_load(folder, error);

		if (!series)
			return NULL;
		g_ptr_array_add(all, series);
	}
	return g_steal_pointer(&all);
}

static int list(struct session *session, bool json, GError **error)
{
	const struct report_style style = { session->colour, session->columns, false };
	g_autoptr(GPtrArray) results = job_report(session->workspace, NULL, error);
	g_autoptr(GPtrArray) series = results ? load(session->workspace, results, error) : NULL;
	g_autofree char *text = NULL;

	if (!series)
		return -1;
	text = json ? report_list_json(series, results) :
		      report_list_text(series, results, &style);
	fputs(text, stdout);
	return EXIT_CLEAN;
}

int cmd_list(struct session *session, int argc, char **argv, GError **error)
{
	g_autofree char *format = NULL;
	const GOptionEntry entries[] = {
		{ "format", 'f', 0, G_OPTION_ARG_STRING, &format, "text or json", "FORMAT" },
		{ NULL },
	};
	static const char *const formats[] = { "text", "json", NULL };
	bool help;

	if (!parse_options("list", entries, &argc, &argv, &help, error))
		return -1;
	if (help)
		return EXIT_CLEAN;
	if (argc > 1)
		return usage_error(error, "no argument expected, got '%s'; for one series: "
				   "backstitch show %s", argv[1], argv[1]);
	if (format && !g_strv_contains(formats, format))
		return usage_error(error, "no format '%s'; there are text and json", format);
	return list(session, !g_strcmp0(format, "json"), error);
}
