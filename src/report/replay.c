// SPDX-License-Identifier: GPL-2.0-only
/*
 * One line a rung; below, each case that a person may want to open.
 */
#include "report/replay.h"

#include <string.h>

#include "base/escape.h"
#include "report/layout.h"

#define NAME_COLUMNS 26
#define NUMBER_COLUMNS 8
#define INTERVAL_COLUMNS 19
#define BOLD "1"
#define DIM "2"
#define SHORT_ID 12

static void put_number(struct sheet *sheet, unsigned int number)
{
	g_autofree char *text = g_strdup_printf("%u", number);

	sheet_pad(sheet, NUMBER_COLUMNS - MIN(strlen(text), NUMBER_COLUMNS));
	sheet_paint(sheet, NULL, text);
}

/* "0.953 (0.921-0.973)" */
static void put_precision(struct sheet *sheet, const struct tally *tally)
{
	g_autofree char *text = NULL;
	double low, high;

	tally_interval(tally, &low, &high);
	text = tally->claims ? g_strdup_printf("%.3f (%.3f-%.3f)", tally_precision(tally), low,
					       high) :
			       g_strdup("-");
	sheet_pad(sheet, 2);
	sheet_cell(sheet, NULL, text, INTERVAL_COLUMNS);
}

static void put_row(struct sheet *sheet, const struct replay_row *row, bool total)
{
	const struct tally *tally = &row->compared;

	sheet_pad(sheet, total ? 0 : 2);
	sheet_cell(sheet, total ? BOLD : NULL, row->name, NAME_COLUMNS - (total ? 0 : 2));
	put_number(sheet, row->cases);
	put_number(sheet, tally->right);
	put_number(sheet, tally->whitespace);
	put_number(sheet, tally->claims - tally->right - tally->whitespace);
	put_precision(sheet, tally);
	put_number(sheet, row->ported.claims);
	put_number(sheet, row->ported.claims - row->ported.right - row->ported.whitespace);
	sheet_newline(sheet);
}

static void put_head(struct sheet *sheet)
{
	static const char *const names[] = { "cases", "right", "space", "differ" };

	sheet_pad(sheet, NAME_COLUMNS);
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		sheet_pad(sheet, NUMBER_COLUMNS - strlen(names[i]));
		sheet_paint(sheet, DIM, names[i]);
	}
	sheet_pad(sheet, 2);
	sheet_cell(sheet, DIM, "precision (95%)", INTERVAL_COLUMNS);
	sheet_paint(sheet, DIM, "  ported  differ");
	sheet_newline(sheet);
}

static void put_part(struct sheet *sheet, const GPtrArray *rows)
{
	for (guint i = 0; i < rows->len; i++)
		put_row(sheet, rows->pdata[i], i == 0);
}

static void put_levels(struct sheet *sheet, const GPtrArray *rows)
{
	sheet_paint(sheet, BOLD, "conflicts by certainty");
	sheet_newline(sheet);
	for (guint i = 0; i < rows->len; i++) {
		const struct replay_row *row = rows->pdata[i];

		if (row->cases)
			put_row(sheet, row, false);
	}
}

static bool is_listed(const struct replayed *one)
{
	switch (one->outcome) {
	case OUTCOME_CONFLICT:
		return false;
	case OUTCOME_ERROR:
		return true;
	default:
		return one->match == MATCH_DIFFERS;
	}
}

static void put_case(struct sheet *sheet, const struct replayed *one, const GPtrArray *branches)
{
	char hex[OBJECT_ID_HEX + 1];
	g_autofree char *what = NULL, *branch = NULL, *title = NULL;

	object_id_hex(&one->backport->commit, hex);
	hex[SHORT_ID] = '\0';
	branch = escape_line(branches->pdata[one->backport->branch], -1);
	title = escape_line(one->backport->title, -1);
	what = g_strdup_printf("%s, %s", outcome_name(one->outcome),
			       one->grounds.rung ? one->grounds.rung : "no rung");
	sheet_paint(sheet, BOLD, hex);
	sheet_pad(sheet, 1);
	sheet_cell(sheet, NULL, what, NAME_COLUMNS);
	sheet_paint(sheet, DIM, branch);
	sheet_pad(sheet, 1);
	sheet_paint(sheet, NULL, title);
	sheet_newline(sheet);
	for (guint i = 0; one->elsewhere && i < one->elsewhere->len; i++)
		sheet_wrapped(sheet, SHORT_ID + 1, NULL, one->elsewhere->pdata[i]);
	if (one->outcome == OUTCOME_ERROR && one->reason)
		sheet_wrapped(sheet, SHORT_ID + 1, NULL, one->reason);
}

/* those that would have been taken without a look come first */
static void put_cases(struct sheet *sheet, const struct replay *replay, const GPtrArray *branches,
		      bool ported)
{
	for (guint i = 0; i < replay->cases->len; i++) {
		const struct replayed *one = replay->cases->pdata[i];

		if (is_listed(one) && (one->outcome == OUTCOME_PORTED) == ported)
			put_case(sheet, one, branches);
	}
}

/* what could not be read says nothing of how right a result is */
static void put_listed(struct sheet *sheet, const struct replay *replay)
{
	guint listed = 0, errors = 0;

	for (guint i = 0; i < replay->cases->len; i++) {
		const struct replayed *one = replay->cases->pdata[i];

		listed += is_listed(one);
		errors += one->outcome == OUTCOME_ERROR;
	}
	if (!listed)
		return;
	g_string_append_printf(sheet->out, "\n%u differ", listed - errors);
	if (errors)
		g_string_append_printf(sheet->out, ", and %u could not be made again", errors);
	g_string_append(sheet->out, "; --show COMMIT opens one:\n");
}

static void put_elsewhere(struct sheet *sheet, const struct replay_table *table)
{
	const struct replay_row *clean = table->clean->pdata[0];
	const struct replay_row *conflicts = table->conflicts->pdata[0];
	unsigned int all = clean->elsewhere + conflicts->elsewhere;
	unsigned int misplaced = clean->misplaced + conflicts->misplaced;

	g_string_append_printf(sheet->out,
			       "\na hunk in another function than the maintainer's: %u ported "
			       "results;\nin %u of them upstream's is not there either\n",
			       all, misplaced);
}

static void put_merges(struct sheet *sheet, const struct replay_merges *merges)
{
	g_string_append_printf(sheet->out,
			       "\ngit's clean merges, taken as they are: %u right, %u of them "
			       "flagged;\n%u wrong, %u of them flagged, and %u of them right in "
			       "this tree's words\n", merges->right, merges->right_flagged,
			       merges->wrong, merges->wrong_flagged, merges->respelled);
}

static void put_recorded(struct sheet *sheet, const struct replay *replay)
{
	const struct tally *recorded = &replay->recorded;
	double low, high;

	if (!recorded->claims)
		return;
	tally_interval(recorded, &low, &high);
	g_string_append_printf(sheet->out,
			       "\nof %u conflicts that maintainers resolved, %u were resolved in "
			       "an earlier backport\nas well: %u the same way, %u but for white "
			       "space, %u otherwise; %.3f (%.3f-%.3f)\n", replay->resolutions,
			       recorded->claims, recorded->right, recorded->whitespace,
			       recorded->claims - recorded->right - recorded->whitespace,
			       tally_precision(recorded), low, high);
}

static void put_summary(struct sheet *sheet, const struct replay *replay,
			const struct replay_table *table)
{
	g_string_append_printf(sheet->out,
			       "\nported: those that are as certain or more were right in %.2f or "
			       "more of the earlier cases\n",
			       calibration_threshold(replay->measured));
	put_merges(sheet, &table->merges);
	put_elsewhere(sheet, table);
	put_recorded(sheet, replay);
	put_listed(sheet, replay);
}

/* of an empty table nobody can tell why it is empty */
static void put_nothing(struct sheet *sheet, unsigned int lost)
{
	g_autofree char *why = NULL;

	if (lost)
		why = g_strdup_printf("%u commit%s the commit that %s copied from, and the "
				      "repository lacks it, or it is a merge; fetch upstream's "
				      "branch into it", lost, lost == 1 ? " names" : "s name",
				      lost == 1 ? "it was" : "each was");
	else
		why = g_strdup("no commit there names an upstream commit that it was copied from, "
			       "as 'git cherry-pick -x' and stable branches do");
	sheet_paint(sheet, BOLD, "no backports found");
	sheet_newline(sheet);
	sheet_wrapped(sheet, 0, NULL, why);
}

char *replay_text(const struct replay *replay, const GPtrArray *branches,
		  const struct report_style *style)
{
	g_autoptr(replay_table) table = replay_count(replay);
	struct sheet sheet = {
		.out = g_string_new(NULL),
		.colour = style->colour,
		.columns = style->columns,
	};

	if (!replay->found->len) {
		put_nothing(&sheet, replay->lost);
		return g_string_free(sheet.out, FALSE);
	}
	g_string_append_printf(sheet.out, "%u of %u backports made again\n", replay->cases->len,
			       replay->found->len);
	if (replay->lost)
		g_string_append_printf(sheet.out, "%u more name%s a commit that the repository "
				       "lacks, or a merge\n", replay->lost,
				       replay->lost == 1 ? "s" : "");
	sheet_newline(&sheet);
	put_head(&sheet);
	put_part(&sheet, table->clean);
	put_part(&sheet, table->conflicts);
	put_levels(&sheet, table->levels);
	put_summary(&sheet, replay, table);
	put_cases(&sheet, replay, branches, true);
	put_cases(&sheet, replay, branches, false);
	return g_string_free(sheet.out, FALSE);
}

static void put_diff(struct sheet *sheet, const char *whose, const char *diff)
{
	g_autofree char *safe = diff && *diff ? escape_terminal(diff, -1) : NULL;

	sheet_paint(sheet, BOLD, whose);
	if (safe) {
		sheet_newline(sheet);
		g_string_append(sheet->out, safe);
	} else {
		sheet_paint(sheet, DIM, diff ? ": unchanged" : ": no result");
		sheet_newline(sheet);
	}
}

static void put_file(struct sheet *sheet, const struct shown_file *file)
{
	g_autofree char *path = escape_line(file->path, -1);
	g_autofree char *from = file->from ? escape_line(file->from, -1) : NULL;

	g_string_append_printf(sheet->out, "\n==== %s%s%s%s, %s\n", path,
			       from ? " (upstream's " : "", from ? from : "", from ? ")" : "",
			       file->rung ? file->rung : "no rung");
	if (file->note)
		sheet_wrapped(sheet, 5, NULL, file->note);
	put_diff(sheet, "---- upstream", file->upstream);
	put_diff(sheet, "---- ours", file->ours);
	put_diff(sheet, "---- the maintainer", file->maintainer);
	if (file->between && *file->between)
		put_diff(sheet, "---- from ours to the maintainer's", file->between);
}

char *replay_show_text(const struct shown *shown, const struct report_style *style)
{
	struct sheet sheet = {
		.out = g_string_new(NULL),
		.colour = style->colour,
		.columns = style->columns,
	};
	char commit[OBJECT_ID_HEX + 1], upstream[OBJECT_ID_HEX + 1];
	g_autofree char *title = escape_line(shown->title, -1);
	const struct picked *picked = shown->picked;

	g_string_append_printf(sheet.out, "%s\nupstream    %s\nmaintainer  %s\nours        %s",
			       title, object_id_hex(&shown->upstream, upstream),
			       object_id_hex(&shown->commit, commit),
			       outcome_name(picked->outcome));
	if (picked->rung)
		g_string_append_printf(sheet.out, " by %s", picked->rung);
	if (picked->outcome != OUTCOME_CONFLICT && picked->outcome != OUTCOME_ERROR)
		g_string_append_printf(sheet.out, ": %s", match_name(shown->match));
	g_string_append_c(sheet.out, '\n');
	if (picked->reason)
		sheet_wrapped(&sheet, 12, NULL, picked->reason);
	for (guint i = 0; i < picked->warnings->len; i++)
		sheet_wrapped(&sheet, 12, NULL, picked->warnings->pdata[i]);
	for (guint i = 0; i < shown->files->len; i++)
		put_file(&sheet, shown->files->pdata[i]);
	return g_string_free(sheet.out, FALSE);
}
