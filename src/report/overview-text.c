// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "base/escape.h"
#include "report/layout.h"
#include "report/overview.h"

#define BOLD "1"
#define DIM "2"

/* digits of a commit id that a person reads */
#define SHORT_ID 12

static struct sheet sheet_for(const struct report_style *style)
{
	return (struct sheet){ g_string_new(NULL), style->colour, MAX(style->columns, 20) };
}

/* "✗ conflict (2 of 28)": the worst state, and how many patches are in it when not all */
static char *tree_text(const struct tree_result *tree)
{
	enum state state = state_of_tree(tree);
	const struct state_row *row = state_row(state);
	unsigned int count = tree_in_state(tree, state);

	if (tree->error || count == tree->patches->len)
		return g_strdup_printf("%s %s", row->symbol, row->full);
	return g_strdup_printf("%s %s (%u of %u)", row->symbol, row->full, count,
			       tree->patches->len);
}

static char *extent_text(const struct series *series)
{
	unsigned int there = series_there(series);
	unsigned int total = MAX(series->total, series->patches->len);
	unsigned int open = series_open(series);
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "version %u, ", series->version);
	if (there == total)
		g_string_append_printf(out, "%u patch%s", there, there == 1 ? "" : "es");
	else
		g_string_append_printf(out, "%u of %u patches", there, total);
	if (open)
		g_string_append_printf(out, ", %u open comment%s", open, open == 1 ? "" : "s");
	return g_string_free(out, FALSE);
}

static void tree_lines(struct sheet *sheet, const struct series_result *result)
{
	if (!result->trees->len)
		sheet_wrapped(sheet, 2, DIM, "not ported to any tree yet");
	for (guint i = 0; i < result->trees->len; i++) {
		const struct tree_result *tree = result->trees->pdata[i];
		g_autofree char *text = tree_text(tree);
		g_autofree char *name = escape_line(tree->tree, -1);

		sheet_pad(sheet, 2);
		sheet_cell(sheet, NULL, name, 10);
		sheet_paint(sheet, state_row(state_of_tree(tree))->colour, text);
		sheet_newline(sheet);
	}
}

static void list_entry(struct sheet *sheet, const struct series *series,
		       const struct series_result *result)
{
	g_autofree char *extent = extent_text(series);

	sheet_wrapped(sheet, 0, BOLD, series->name);
	sheet_wrapped(sheet, 2, NULL, series_title(series));
	sheet_wrapped(sheet, 2, DIM, extent);
	tree_lines(sheet, result);
}

char *report_list_text(const GPtrArray *series, const GPtrArray *results,
		       const struct report_style *style)
{
	struct sheet sheet = sheet_for(style);

	if (!series->len)
		sheet_wrapped(&sheet, 0, NULL, "no series yet: 'backstitch import' brings one in");
	for (guint i = 0; i < series->len; i++) {
		if (i)
			sheet_newline(&sheet);
		list_entry(&sheet, series->pdata[i], results->pdata[i]);
	}
	return g_string_free(sheet.out, FALSE);
}

static void show_missing(struct sheet *sheet, const struct series *series)
{
	g_autofree char *missing = series_missing_text(series);

	if (*missing)
		sheet_item(sheet, "missing", "33", missing);
}

static void show_head(struct sheet *sheet, const struct series *series)
{
	g_autofree char *extent = extent_text(series);

	sheet_wrapped(sheet, 0, BOLD, series_title(series));
	sheet_item(sheet, "series", NULL, series->name);
	sheet_item(sheet, "extent", NULL, extent);
	show_missing(sheet, series);
	if (series->rule)
		sheet_item(sheet, "rule", NULL, series->rule);
	if (series->change_id)
		sheet_item(sheet, "change-id", NULL, series->change_id);
	sheet_items(sheet, "source", NULL, series->sources);
	sheet_items(sheet, "cc", NULL, series->cc);
}

/* a patch of plain quilt may name nobody, and has no date then */
static char *author_text(const struct patch *patch)
{
	bool email = patch->author_email && *patch->author_email;
	bool name = patch->author_name && *patch->author_name;
	g_autofree char *date = NULL;

	if (!email && !name)
		return g_strdup("the patch names no author");
	date = patch_date(patch);
	return g_strdup_printf("%s%s%s%s, %s", name ? patch->author_name : "",
			       email ? " <" : "", email ? patch->author_email : "",
			       email ? ">" : "", date);
}

static void show_patch(struct sheet *sheet, const struct patch *patch, unsigned int number,
		       unsigned int total)
{
	g_autofree char *label = g_strdup_printf("%u/%u", number, total);
	g_autofree char *author = author_text(patch);
	g_autofree char *upstream = patch->upstream ?
		g_strdup_printf("upstream commit %.*s", SHORT_ID, patch->upstream) : NULL;

	sheet_item(sheet, label, NULL, patch->subject->title);
	sheet_item(sheet, "", DIM, author);
	if (upstream)
		sheet_item(sheet, "", DIM, upstream);
}

static void show_patches(struct sheet *sheet, const struct series *series)
{
	unsigned int total = MAX(series->total, series->patches->len);

	sheet_newline(sheet);
	sheet_wrapped(sheet, 0, BOLD, "Patches");
	for (guint i = 0; i < series->patches->len; i++) {
		if (series->patches->pdata[i])
			show_patch(sheet, series->patches->pdata[i], i + 1, total);
	}
}

static void show_lines(struct sheet *sheet, const char *label, const char *sgr, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; lines[i]; i++) {
		if (*lines[i])
			sheet_item(sheet, i ? "" : label, sgr, lines[i]);
	}
}

/* a caret under a word: what the reviewer wrote stands for that word */
static char *remark_text(const struct comment *comment)
{
	const char *text = comment->text ? comment->text : "";
	g_autofree char *word = g_strstrip(g_strdup(text));

	if (comment->word && *comment->word)
		return g_strdup_printf("\"%s\" for \"%s\"", word, comment->word);
	return g_strdup(text);
}

static void show_comment(struct sheet *sheet, const struct comment *comment)
{
	g_autofree char *remark = remark_text(comment);
	g_autofree char *place = comment->file ?
		g_strdup_printf("%s:%lu", comment->file, comment->line) :
		g_strdup_printf("message of patch %u", comment->patch);

	sheet_wrapped(sheet, 2, BOLD, place);
	if (comment->quote && *comment->quote)
		show_lines(sheet, "line", DIM, comment->quote);
	show_lines(sheet, "remark", NULL, remark);
	sheet_item(sheet, "by", NULL, comment->author ? comment->author : "unknown");
	sheet_item(sheet, "state", NULL, comment->state ? comment->state : "open");
}

static void show_comments(struct sheet *sheet, const struct series *series)
{
	if (!series->comments->len)
		return;
	sheet_newline(sheet);
	sheet_wrapped(sheet, 0, BOLD, "Review comments");
	for (guint i = 0; i < series->comments->len; i++)
		show_comment(sheet, series->comments->pdata[i]);
}

char *report_show_text(const struct series *series, const struct series_result *result,
		       const struct report_style *style)
{
	struct sheet sheet = sheet_for(style);

	show_head(&sheet, series);
	show_patches(&sheet, series);
	show_comments(&sheet, series);
	sheet_newline(&sheet);
	sheet_wrapped(&sheet, 0, BOLD, "Trees");
	tree_lines(&sheet, result);
	return g_string_free(sheet.out, FALSE);
}
