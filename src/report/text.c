// SPDX-License-Identifier: GPL-2.0-only
/*
 * The matrix on a terminal: a table where it fits, else a list; a legend; and
 * what a person must look at.
 */
#include <string.h>

#include "base/escape.h"
#include "engine/result/rungs.h"
#include "report/layout.h"
#include "report/matrix.h"
#include "report/report.h"
#include "report/text-detail.h"

#define GAP 2
#define TITLE_MIN 20
#define LEGEND_NAME 14
#define LEGEND_COLUMNS 80
#define BOLD "1"
#define DIM "2"

/**
 * struct grid - what the table and the list share
 * @sheet: where it goes
 * @results: struct series_result *
 * @columns: struct column *
 * @widths: of the columns
 * @title: width of the titles; 0 when a table does not fit
 * @seen: states that occur
 */
struct grid {
	struct sheet sheet;
	const GPtrArray *results;
	GPtrArray *columns;
	unsigned int *widths;
	unsigned int title;
	bool seen[STATE_COUNT];
};

static enum state cell_state(const struct tree_result *tree, const struct patch_result *patch)
{
	if (tree && tree->error)
		return STATE_ERROR;
	return patch ? state_of(patch) : STATE_UNTRIED;
}

/* first line of a cell: symbol and outcome */
static char *cell_head(enum state state)
{
	const struct state_row *row = state_row(state);

	return g_strdup_printf("%s %s", row->symbol, row->label);
}

/* second line of a cell: rung and verdict */
static char *cell_foot(const struct patch_result *patch)
{
	const char *rung = patch && patch->rung ? patch->rung : "";
	const char *verdict = patch ? verdict_name(patch->verdict) : "";
	g_autofree char *both = g_strconcat(rung, *rung && *verdict ? ", " : "", verdict, NULL);

	return escape_line(both, -1);
}

static void widen(unsigned int *width, const char *text)
{
	*width = MAX(*width, text_width(text));
}

static void measure_cell(struct grid *grid, guint column, const struct series_result *result,
			 const char *patch)
{
	const struct column *at = grid->columns->pdata[column];
	const struct tree_result *tree = tree_in(result, at->tree);
	const struct patch_result *found = patch_in(tree, patch);
	enum state state = cell_state(tree, found);
	g_autofree char *head = cell_head(state);
	g_autofree char *foot = cell_foot(found);

	grid->seen[state] = true;
	widen(&grid->widths[column], head);
	if (*foot)
		grid->widths[column] = MAX(grid->widths[column], GAP + text_width(foot));
}

static unsigned int measure_series(struct grid *grid, const struct series_result *result)
{
	g_autoptr(GPtrArray) rows = rows_of(result);
	unsigned int widest = 0;

	for (guint i = 0; i < rows->len; i++) {
		const struct patch_result *row = rows->pdata[i];
		g_autofree char *subject = escape_line(row->subject ? row->subject : "", -1);

		widen(&widest, subject);
		for (guint j = 0; j < grid->columns->len; j++)
			measure_cell(grid, j, result, row->patch);
	}
	for (guint j = 0; !rows->len && j < grid->columns->len; j++)
		measure_cell(grid, j, result, "");
	return widest;
}

static void measure(struct grid *grid)
{
	unsigned int widest = TITLE_MIN;
	unsigned int taken = 0;

	for (guint i = 0; i < grid->results->len; i++)
		widest = MAX(widest, measure_series(grid, grid->results->pdata[i]));
	for (guint j = 0; j < grid->columns->len; j++) {
		const struct column *column = grid->columns->pdata[j];
		g_autofree char *tree = escape_line(column->tree, -1);
		g_autofree char *kernel = escape_line(column->kernel, -1);

		widen(&grid->widths[j], tree);
		widen(&grid->widths[j], kernel);
		taken += GAP + grid->widths[j];
	}
	if (grid->sheet.columns >= taken + TITLE_MIN)
		grid->title = MIN(widest, grid->sheet.columns - taken);
}

static void table_head(struct grid *grid, bool kernel)
{
	sheet_pad(&grid->sheet, grid->title);
	for (guint j = 0; j < grid->columns->len; j++) {
		const struct column *column = grid->columns->pdata[j];
		g_autofree char *text = escape_line(kernel ? column->kernel : column->tree, -1);

		sheet_pad(&grid->sheet, GAP);
		sheet_cell(&grid->sheet, kernel ? DIM : BOLD, text, grid->widths[j]);
	}
	sheet_newline(&grid->sheet);
}

static void table_rule(struct grid *grid)
{
	g_autoptr(GString) line = g_string_new(NULL);
	unsigned int width = grid->title;

	for (guint j = 0; j < grid->columns->len; j++)
		width += GAP + grid->widths[j];
	for (; width; width--)
		g_string_append(line, "─");
	sheet_paint(&grid->sheet, DIM, line->str);
	sheet_newline(&grid->sheet);
}

static void table_cell(struct grid *grid, guint column, const struct series_result *result,
		       const char *patch, guint line)
{
	const struct column *at = grid->columns->pdata[column];
	const struct tree_result *tree = tree_in(result, at->tree);
	const struct patch_result *found = patch_in(tree, patch);
	enum state state = cell_state(tree, found);
	g_autofree char *foot = cell_foot(found);
	g_autofree char *text = NULL;

	if (line == 0)
		text = cell_head(state);
	else
		text = line == 1 && *foot ? g_strdup_printf("%*s%s", GAP, "", foot) : g_strdup("");
	sheet_pad(&grid->sheet, GAP);
	sheet_cell(&grid->sheet, state_row(state)->colour, text, grid->widths[column]);
}

static bool has_foot(const struct series_result *result, const char *patch)
{
	for (guint i = 0; i < result->trees->len; i++) {
		g_autofree char *foot = cell_foot(patch_in(result->trees->pdata[i], patch));

		if (*foot)
			return true;
	}
	return false;
}

static void table_row(struct grid *grid, const struct series_result *result, const char *subject,
		      const char *patch)
{
	g_autofree char *safe = escape_line(subject ? subject : "", -1);
	g_autoptr(GPtrArray) title = text_wrap(safe, grid->title, true);
	guint lines = MAX(title->len, has_foot(result, patch) ? 2u : 1u);

	for (guint line = 0; line < lines; line++) {
		sheet_cell(&grid->sheet, NULL, line < title->len ? title->pdata[line] : "",
			   grid->title);
		for (guint j = 0; j < grid->columns->len; j++)
			table_cell(grid, j, result, patch, line);
		sheet_newline(&grid->sheet);
	}
}

static void list_cell(struct grid *grid, const struct column *column,
		      const struct series_result *result, const char *patch)
{
	const struct tree_result *tree = tree_in(result, column->tree);
	const struct patch_result *found = patch_in(tree, patch);
	enum state state = cell_state(tree, found);
	g_autofree char *name = escape_line(column->tree, -1);
	g_autofree char *head = cell_head(state);
	g_autofree char *foot = cell_foot(found);
	g_autofree char *text = g_strconcat(head, *foot ? ": " : "", foot, NULL);

	sheet_pad(&grid->sheet, GAP);
	sheet_cell(&grid->sheet, NULL, name, 8);
	if (grid->sheet.columns >= 60) {
		g_autofree char *kernel =
			escape_line(tree && tree->kernel ? tree->kernel : "", -1);

		sheet_pad(&grid->sheet, 1);
		sheet_cell(&grid->sheet, DIM, kernel, 10);
	}
	sheet_pad(&grid->sheet, 1);
	sheet_paint(&grid->sheet, state_row(state)->colour, text);
	sheet_newline(&grid->sheet);
}

static void list_row(struct grid *grid, const struct series_result *result, const char *subject,
		     const char *patch)
{
	sheet_wrapped(&grid->sheet, 0, NULL, subject ? subject : "");
	for (guint j = 0; j < grid->columns->len; j++)
		list_cell(grid, grid->columns->pdata[j], result, patch);
}

static void series_head(struct grid *grid, const struct series_result *result)
{
	g_autofree char *text = result->version > 1 ?
		g_strdup_printf("%s, version %u", result->series, result->version) :
		g_strdup(result->series);

	sheet_wrapped(&grid->sheet, 0, BOLD, text);
	for (guint i = 0; i < result->notes->len; i++)
		sheet_wrapped(&grid->sheet, GAP, NULL, result->notes->pdata[i]);
	if (!result->trees->len)
		sheet_wrapped(&grid->sheet, GAP, NULL,
			      "not ported to any tree yet: run 'backstitch port'");
}

static void series_rows(struct grid *grid, const struct series_result *result)
{
	g_autoptr(GPtrArray) rows = rows_of(result);
	void (*row_of)(struct grid *, const struct series_result *, const char *, const char *) =
		grid->title ? table_row : list_row;

	series_head(grid, result);
	for (guint i = 0; i < rows->len; i++) {
		const struct patch_result *row = rows->pdata[i];

		row_of(grid, result, row->subject, row->patch);
	}
	if (!rows->len && result->trees->len)
		row_of(grid, result, result->title, "");
}

static void legend_line(struct grid *grid, const char *symbol, const char *name,
			const char *meaning)
{
	sheet_pad(&grid->sheet, *symbol ? 0 : GAP);
	sheet_paint(&grid->sheet, DIM, symbol);
	sheet_pad(&grid->sheet, *symbol ? 1 : 0);
	sheet_cell(&grid->sheet, DIM, name, LEGEND_NAME);
	if (grid->sheet.columns < LEGEND_COLUMNS) {
		sheet_newline(&grid->sheet);
		sheet_wrapped(&grid->sheet, 2 * GAP, DIM, meaning);
		return;
	}
	sheet_pad(&grid->sheet, 1);
	sheet_paint(&grid->sheet, DIM, meaning);
	sheet_newline(&grid->sheet);
}

static bool rung_seen(const struct grid *grid, const char *rung)
{
	for (guint i = 0; i < grid->results->len; i++) {
		const struct series_result *result = grid->results->pdata[i];

		for (guint j = 0; j < result->trees->len; j++) {
			if (tree_has_rung(result->trees->pdata[j], rung))
				return true;
		}
	}
	return false;
}

static void legend(struct grid *grid)
{
	for (enum state state = STATE_NOT_AFFECTED; state < STATE_COUNT; state++) {
		const struct state_row *row = state_row(state);

		if (grid->seen[state])
			legend_line(grid, row->symbol, row->full, row->meaning);
	}
	for (guint i = 0; rung_name(i); i++) {
		if (rung_seen(grid, rung_name(i)))
			legend_line(grid, "", rung_name(i), rung_how(rung_name(i)));
	}
}

static void matrix(struct grid *grid)
{
	if (grid->title) {
		table_head(grid, false);
		table_head(grid, true);
		table_rule(grid);
	}
	for (guint i = 0; i < grid->results->len; i++) {
		if (i)
			sheet_newline(&grid->sheet);
		series_rows(grid, grid->results->pdata[i]);
	}
	sheet_newline(&grid->sheet);
	legend(grid);
}

static void summary(struct grid *grid)
{
	struct tally tally = tally_of(grid->results);
	unsigned int person = tally_person(&tally);
	g_autofree char *counts = tally_text(&tally);
	g_autofree char *text = NULL;

	if (person)
		text = g_strdup_printf("%s; %u need%s a person", counts, person,
				       person == 1 ? "s" : "");
	else
		text = g_strdup_printf("%s; nothing needs a person", counts);
	sheet_newline(&grid->sheet);
	sheet_wrapped(&grid->sheet, 0, BOLD, text);
}

char *report_text(const GPtrArray *results, const struct report_style *style)
{
	g_autoptr(GPtrArray) columns = columns_of(results);
	g_autofree unsigned int *widths = g_new0(unsigned int, columns->len + 1);
	struct grid grid = {
		.sheet = { g_string_new(NULL), style->colour, MAX(style->columns, 20) },
		.results = results,
		.columns = columns,
		.widths = widths,
	};

	if (!results->len) {
		sheet_wrapped(&grid.sheet, 0, NULL,
			      "no series yet: 'backstitch import' brings one in");
		return g_string_free(grid.sheet.out, FALSE);
	}
	measure(&grid);
	matrix(&grid);
	details_write(&grid.sheet, results, style->verbose);
	folders_write(&grid.sheet, results);
	branches_write(&grid.sheet, results);
	waiting_write(&grid.sheet, results);
	summary(&grid);
	return g_string_free(grid.sheet.out, FALSE);
}
