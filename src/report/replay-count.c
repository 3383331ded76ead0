// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "engine/result/certainty.h"
#include "report/replay.h"

static void row_free(gpointer data)
{
	struct replay_row *row = data;

	g_free(row->name);
	g_free(row);
}

static struct replay_row *row_named(GPtrArray *rows, const char *name)
{
	struct replay_row *row;

	for (guint i = 0; i < rows->len; i++) {
		row = rows->pdata[i];
		if (!strcmp(row->name, name))
			return row;
	}
	row = g_new0(struct replay_row, 1);
	row->name = g_strdup(name);
	g_ptr_array_add(rows, row);
	return row;
}

static char *name_of(const struct replayed *one)
{
	switch (one->outcome) {
	case OUTCOME_PORTED:
	case OUTCOME_PROPOSED:
		return g_strconcat(one->grounds.rung, one->grounds.doubted ? ", doubted" : NULL,
				   NULL);
	case OUTCOME_PRESENT:
	case OUTCOME_NOT_AFFECTED:
		return g_strdup("nothing to do");
	case OUTCOME_CONFLICT:
		return g_strdup("not resolved");
	case OUTCOME_ERROR:
		break;
	}
	return g_strdup("error");
}

static void count(struct replay_row *row, const struct replayed *one)
{
	row->cases++;
	if (one->outcome == OUTCOME_CONFLICT || one->outcome == OUTCOME_ERROR)
		return;
	tally_add(&row->compared, one->match);
	if (one->outcome != OUTCOME_PORTED)
		return;
	tally_add(&row->ported, one->match);
	row->elsewhere += one->elsewhere && one->elsewhere->len;
	row->misplaced += one->misplaced > 0;
}

/* what gave no rung a name comes last */
static int rank_of(const char *name)
{
	static const char *const last[] = { "nothing to do", "not resolved", "error" };

	for (guint i = 0; i < G_N_ELEMENTS(last); i++) {
		if (!strcmp(last[i], name))
			return i + 1;
	}
	return 0;
}

static gint by_size(gconstpointer a, gconstpointer b)
{
	const struct replay_row *one = *(struct replay_row *const *)a;
	const struct replay_row *other = *(struct replay_row *const *)b;
	int rank = rank_of(one->name) - rank_of(other->name);

	if (rank)
		return rank;
	if (one->cases > other->cases)
		return -1;
	if (one->cases < other->cases)
		return 1;
	return strcmp(one->name, other->name);
}

static GPtrArray *count_part(const struct replay *replay, bool conflicted, const char *total)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(row_free);
	struct replay_row *all = g_new0(struct replay_row, 1);

	all->name = g_strdup(total);
	for (guint i = 0; i < replay->cases->len; i++) {
		const struct replayed *one = replay->cases->pdata[i];
		g_autofree char *name = name_of(one);

		if (one->conflicted != conflicted)
			continue;
		count(all, one);
		count(row_named(rows, name), one);
	}
	g_ptr_array_sort(rows, by_size);
	g_ptr_array_insert(rows, 0, all);
	return rows;
}

/* conflicts by certainty, doubted ones apart: they are not judged by it */
static GPtrArray *count_levels(const struct replay *replay)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(row_free);
	struct replay_row *doubted = g_new0(struct replay_row, 1);

	for (unsigned int level = CERTAINTY_LEVELS; level-- > 0;) {
		struct replay_row *row = g_new0(struct replay_row, 1);

		row->name = g_strdup_printf("certainty %u", level);
		g_ptr_array_add(rows, row);
	}
	doubted->name = g_strdup("doubted");
	g_ptr_array_add(rows, doubted);
	for (guint i = 0; i < replay->cases->len; i++) {
		const struct replayed *one = replay->cases->pdata[i];
		guint row = CERTAINTY_LEVELS - 1 - one->grounds.level;

		if (one->conflicted &&
		    (one->outcome == OUTCOME_PORTED || one->outcome == OUTCOME_PROPOSED))
			count(rows->pdata[one->grounds.doubted ? CERTAINTY_LEVELS : row], one);
	}
	return rows;
}

static struct replay_merges count_merges(const struct replay *replay)
{
	struct replay_merges merges = { 0 };

	for (guint i = 0; i < replay->cases->len; i++) {
		const struct replayed *one = replay->cases->pdata[i];
		bool right = one->match == MATCH_RIGHT;

		if (one->conflicted || one->outcome == OUTCOME_ERROR)
			continue;
		merges.right += right;
		merges.right_flagged += right && one->grounds.doubted;
		merges.wrong += !right;
		merges.wrong_flagged += !right && one->grounds.doubted;
		merges.respelled += !right && one->respelled &&
				    one->respelled_match != MATCH_DIFFERS;
	}
	return merges;
}

struct replay_table *replay_count(const struct replay *replay)
{
	struct replay_table *table = g_new0(struct replay_table, 1);

	table->clean = count_part(replay, false, "git merges cleanly");
	table->conflicts = count_part(replay, true, "git stops at a conflict");
	table->levels = count_levels(replay);
	table->merges = count_merges(replay);
	return table;
}

void replay_table_free(struct replay_table *table)
{
	if (!table)
		return;
	g_ptr_array_unref(table->clean);
	g_ptr_array_unref(table->conflicts);
	g_ptr_array_unref(table->levels);
	g_free(table);
}

const char *match_name(enum match match)
{
	static const char *const names[] = {
		[MATCH_RIGHT] = "right",
		[MATCH_WHITESPACE] = "whitespace",
		[MATCH_DIFFERS] = "differs",
	};

	return names[match];
}
