/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What replay found out, as a table for maintainers and as JSON.
 */
#ifndef REPORT_REPLAY_H
#define REPORT_REPLAY_H

#include <glib.h>

#include "engine/replay/replay.h"
#include "engine/replay/replayshow.h"
#include "report/report.h"

/**
 * struct replay_row - some of the cases
 * @name: a rung with what else it stands on ("touching, agrees, single"),
 *        "nothing to do", "not resolved", "error"; or of a total
 * @cases: how many
 * @compared: how those with a result compared
 * @ported: those of them that were ported
 * @elsewhere: ported results with a hunk in another function than the maintainer's
 * @misplaced: those of them where upstream's is not there either
 */
struct replay_row {
	char *name;
	unsigned int cases;
	struct tally compared;
	struct tally ported;
	unsigned int elsewhere;
	unsigned int misplaced;
};

/**
 * struct replay_merges - git's clean merges, which are taken as they are
 * @right: the maintainer committed that
 * @right_flagged: those of them that are warned of
 * @wrong: the maintainer committed something else, white space apart or not
 * @wrong_flagged: likewise
 * @respelled: wrong ones that are right in this tree's words, which is offered
 */
struct replay_merges {
	unsigned int right;
	unsigned int right_flagged;
	unsigned int wrong;
	unsigned int wrong_flagged;
	unsigned int respelled;
};

/**
 * struct replay_table - all of the cases, counted
 * @clean: struct replay_row *: where git's own merge has no conflict; the first is the total
 * @conflicts: likewise, where it has
 * @levels: the same by certainty, the most certain first
 * @merges: see struct replay_merges
 */
struct replay_table {
	GPtrArray *clean;
	GPtrArray *conflicts;
	GPtrArray *levels;
	struct replay_merges merges;
};

/** replay_count() - count the cases of a replay */
struct replay_table *replay_count(const struct replay *replay);

void replay_table_free(struct replay_table *table);

/**
 * replay_text() - the table, and every case that differs
 * @branches: char *: as asked for
 */
char *replay_text(const struct replay *replay, const GPtrArray *branches,
		  const struct report_style *style);

/** replay_json() - a backstitch.replay/1 object */
char *replay_json(const struct replay *replay, const GPtrArray *branches);

/** replay_show_text() - one backport opened: upstream's diff, ours, the maintainer's, per file */
char *replay_show_text(const struct shown *shown, const struct report_style *style);

/** replay_show_json() - a backstitch.replay-show/1 object */
char *replay_show_json(const struct shown *shown);

/** match_name() - "right", "whitespace", "differs" */
const char *match_name(enum match match);

typedef struct replay_table replay_table;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(replay_table, replay_table_free)

#endif /* REPORT_REPLAY_H */
