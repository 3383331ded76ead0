// SPDX-License-Identifier: GPL-2.0-only
/*
 * The page: one file that opens from disk, with nothing fetched and nothing
 * run.  A narrow window gets the tables as lists, by style alone; the roles keep
 * them tables for a screen reader.
 */
#include "report/html.h"

#include <string.h>

#include "base/escape.h"
#include "report/matrix.h"
#include "report/report.h"

static const char page_head[] =
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	"style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<meta name=\"referrer\" content=\"no-referrer\">\n"
	"<title>Backport report</title>\n<style>\n";

void html_add(GString *out, const char *markup, ...)
{
	const char *mark;
	va_list args;

	va_start(args, markup);
	while ((mark = strstr(markup, "%s"))) {
		g_autofree char *safe = escape_html(va_arg(args, const char *), -1);

		g_string_append_len(out, markup, mark - markup);
		g_string_append(out, safe);
		markup = mark + 2;
	}
	va_end(args);
	g_string_append(out, markup);
}

/* series, tree and patch are numbered: an anchor holds no text from outside */
static char *anchor(guint series, guint tree, guint patch)
{
	return g_strdup_printf("s%u-t%u-p%u", series, tree, patch);
}

static char *anchor_of(const GPtrArray *results, guint series, const char *tree_name,
		       const char *patch)
{
	const struct series_result *result = results->pdata[series];

	for (guint i = 0; i < result->trees->len; i++) {
		const struct tree_result *tree = result->trees->pdata[i];

		if (strcmp(tree->tree, tree_name))
			continue;
		for (guint j = 0; j < tree->patches->len; j++) {
			const struct patch_result *candidate = tree->patches->pdata[j];

			if (!strcmp(candidate->patch, patch))
				return anchor(series, i, j);
		}
		return anchor(series, i, 0);
	}
	return NULL;
}

static void add_columns(GString *out, const GPtrArray *columns)
{
	g_string_append(out, "<thead role=\"rowgroup\"><tr role=\"row\">"
			     "<th scope=\"col\" role=\"columnheader\">Patch</th>");
	for (guint i = 0; i < columns->len; i++) {
		const struct column *column = columns->pdata[i];

		html_add(out, "<th scope=\"col\" role=\"columnheader\"><b>%s</b>"
			      "<span class=\"soft\">%s</span></th>", column->tree, column->kernel);
	}
	g_string_append(out, "</tr></thead>\n");
}

static void add_cell_text(GString *out, enum state state, const struct patch_result *patch)
{
	const struct state_row *row = state_row(state);
	const char *rung = patch && patch->rung ? patch->rung : "";
	const char *verdict = patch ? verdict_name(patch->verdict) : "";

	html_add(out, "<span class=\"state %s\"><span class=\"sign\" aria-hidden=\"true\">%s</span>"
		      "<span class=\"word\">%s</span></span>", row->name, row->symbol, row->label);
	if (*rung || *verdict)
		html_add(out, "<small>%s%s%s</small>", rung,
			 *rung && *verdict ? ", " : "", verdict);
}

static void add_cell(GString *out, const GPtrArray *results, guint series,
		     const struct column *column, const char *name)
{
	const struct tree_result *tree = tree_in(results->pdata[series], column->tree);
	const struct patch_result *patch = patch_in(tree, name);
	g_autofree char *id = anchor_of(results, series, column->tree, name);
	enum state state = STATE_UNTRIED;

	if (tree && tree->error)
		state = STATE_ERROR;
	else if (patch)
		state = state_of(patch);
	html_add(out, "<td role=\"cell\" data-label=\"%s\">", column->tree);
	if (id && state != STATE_UNTRIED)
		html_add(out, "<a href=\"#%s\">", id);
	add_cell_text(out, state, patch);
	g_string_append(out, id && state != STATE_UNTRIED ? "</a></td>" : "</td>");
}

static void add_row(GString *out, const GPtrArray *results, guint series,
		    const GPtrArray *columns, const char *subject, const char *patch)
{
	html_add(out, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">%s</th>",
		 subject ? subject : "");
	for (guint i = 0; i < columns->len; i++)
		add_cell(out, results, series, columns->pdata[i], patch);
	g_string_append(out, "</tr>\n");
}

static void add_group(GString *out, const GPtrArray *results, guint series,
		      const GPtrArray *columns)
{
	const struct series_result *result = results->pdata[series];
	g_autoptr(GPtrArray) rows = rows_of(result);
	g_autofree char *span = g_strdup_printf("%u", columns->len + 1);
	g_autofree char *id = g_strdup_printf("s%u", series);
	g_autofree char *version = g_strdup_printf("%u", result->version);

	html_add(out, "<tbody role=\"rowgroup\">\n<tr class=\"group\" role=\"row\">"
		      "<th colspan=\"%s\" scope=\"rowgroup\" role=\"rowheader\">"
		      "<a href=\"#%s\"><b>%s</b></a> "
		      "<span class=\"soft\">version %s</span></th></tr>\n",
		 span, id, result->series, version);
	for (guint i = 0; i < rows->len; i++) {
		const struct patch_result *row = rows->pdata[i];

		add_row(out, results, series, columns, row->subject, row->patch);
	}
	if (!rows->len)
		add_row(out, results, series, columns, result->title, "");
	g_string_append(out, "</tbody>\n");
}

static void add_legend(GString *out, const struct tally *tally)
{
	g_string_append(out, "<dl class=\"legend\">\n");
	for (enum state state = STATE_NOT_AFFECTED; state < STATE_COUNT; state++) {
		const struct state_row *row = state_row(state);

		if (tally->count[state])
			html_add(out, "<dt><span class=\"state %s\"><span class=\"sign\" "
				      "aria-hidden=\"true\">%s</span>%s</span></dt><dd>%s</dd>\n",
				 row->name, row->symbol, row->full, row->meaning);
	}
	g_string_append(out, "</dl>\n");
}

static void add_matrix(GString *out, const GPtrArray *results, const struct tally *tally)
{
	g_autoptr(GPtrArray) columns = columns_of(results);
	unsigned int person = tally_person(tally);
	g_autofree char *counts = tally_text(tally);
	g_autofree char *need = person ? g_strdup_printf("%u need%s a person", person,
							 person == 1 ? "s" : "") :
					 g_strdup("nothing needs a person");

	html_add(out, "<h1>Backport report</h1>\n<p>%s; <b>%s</b>.</p>\n", counts, need);
	g_string_append(out, "<div class=\"box\" tabindex=\"0\" role=\"region\" "
			     "aria-label=\"Series and trees\">"
			     "<table class=\"matrix\" role=\"table\">\n");
	add_columns(out, columns);
	for (guint i = 0; i < results->len; i++)
		add_group(out, results, i, columns);
	g_string_append(out, "</table></div>\n");
	add_legend(out, tally);
}

static void add_tree_error(GString *out, const char *id, const struct tree_result *tree)
{
	html_add(out, "<section id=\"%s\">\n<div class=\"top\"><b>%s</b>"
		      "<span class=\"state error\"><span class=\"sign\" aria-hidden=\"true\">!"
		      "</span>error</span></div>\n<h3>Could not look at the tree</h3>\n"
		      "<p>%s</p>\n</section>\n",
		 id, tree->tree, tree->error);
}

static void add_tree(GString *out, guint series, guint number, const struct tree_result *tree)
{
	if (tree->error) {
		g_autofree char *id = anchor(series, number, 0);

		add_tree_error(out, id, tree);
	}
	for (guint i = 0; i < tree->patches->len; i++) {
		g_autofree char *id = anchor(series, number, tree->error ? i + 1 : i);

		html_patch(out, id, tree, tree->patches->pdata[i]);
	}
}

static void add_series(GString *out, guint number, const struct series_result *result)
{
	g_autofree char *id = g_strdup_printf("s%u", number);

	html_add(out, "<h2 id=\"%s\">%s</h2>\n", id, result->series);
	if (result->title)
		html_add(out, "<p class=\"soft\">%s</p>\n", result->title);
	if (!result->trees->len)
		g_string_append(out, "<p>Not ported to any tree yet: run "
				     "<code>backstitch port</code>.</p>\n");
	for (guint i = 0; i < result->trees->len; i++)
		add_tree(out, number, i, result->trees->pdata[i]);
}

static void add_foot(GString *out, gint64 when)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(when);
	g_autofree char *text = time ? g_date_time_format(time, "%Y-%m-%d %H:%M UTC") :
				       g_strdup("an unknown time");

	html_add(out, "<footer>Written by backstitch on %s.</footer>\n", text);
}

char *report_html(const GPtrArray *results, gint64 when)
{
	GString *out = g_string_new(page_head);
	struct tally tally = tally_of(results);

	g_string_append(out, html_style);
	g_string_append(out, "</style>\n</head>\n<body>\n<main>\n");
	if (results->len)
		add_matrix(out, results, &tally);
	else
		g_string_append(out, "<h1>Backport report</h1>\n<p>No series yet: "
				     "<code>backstitch import</code> brings one in.</p>\n");
	for (guint i = 0; i < results->len; i++)
		add_series(out, i, results->pdata[i]);
	g_string_append(out, "</main>\n");
	add_foot(out, when);
	g_string_append(out, "</body>\n</html>\n");
	return g_string_free(out, FALSE);
}
