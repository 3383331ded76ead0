/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One backport made again, opened: what upstream, we and the maintainer did to
 * each file.
 */
#ifndef ENGINE_REPLAY_REPLAYSHOW_H
#define ENGINE_REPLAY_REPLAYSHOW_H

#include <glib.h>

#include "engine/pick/pick.h"
#include "engine/replay/compare.h"
#include "engine/replay/replay.h"
#include "tree/backports.h"

/**
 * struct shown_file - one file, as diffs in git's form; "" where nothing was changed
 * @path: in the tree that was ported to
 * @from: upstream's path where that is another, or NULL
 * @rung: what made ours; NULL when nothing did
 * @note: see struct picked_file; or NULL
 * @upstream: upstream's change
 * @ours: ours; NULL when there is no result
 * @maintainer: the maintainer's
 * @between: from ours to the maintainer's; NULL when there is no result
 */
struct shown_file {
	char *path;
	char *from;
	const char *rung;
	char *note;
	char *upstream;
	char *ours;
	char *maintainer;
	char *between;
};

/**
 * struct shown - all of it
 * @commit: the maintainer's
 * @upstream: upstream's
 * @title: of @commit
 * @picked: the pick
 * @match: when there is a result
 * @files: struct shown_file *: those that any of the three changes
 */
struct shown {
	struct object_id commit;
	struct object_id upstream;
	char *title;
	struct picked *picked;
	enum match match;
	GPtrArray *files;
};

/**
 * replay_show() - make one backport again
 * @options: repository, branches for siblings, and translator are looked at
 * @calibration: to judge by; NULL for the shipped one
 * @commit_name: the maintainer's, or an upstream commit of which the branches have one
 * @error: BS_ERROR_MISSING: no such commit; BS_ERROR_INPUT: it names no upstream commit, or they
 *         have several
 */
struct shown *replay_show(const struct replay_options *options,
			  const struct calibration *calibration, const char *commit_name,
			  GError **error);

void shown_free(struct shown *shown);

typedef struct shown shown;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(shown, shown_free)

#endif /* ENGINE_REPLAY_REPLAYSHOW_H */
