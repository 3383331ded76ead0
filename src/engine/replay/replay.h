/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Makes the backports of a repository's own history again, and holds each
 * against what the maintainer committed.
 */
#ifndef ENGINE_REPLAY_REPLAY_H
#define ENGINE_REPLAY_REPLAY_H

#include <glib.h>
#include <stdbool.h>

#include "base/progress.h"
#include "engine/pick/pick.h"
#include "engine/replay/compare.h"
#include "engine/result/calibration.h"
#include "tree/backports.h"

/**
 * struct replay_options - what to replay
 * @repository: work tree, .git folder or bare repository
 * @branches: char *: see backports_find(); all but the one that is replayed may give siblings
 * @limit: so many of the backports, drawn by chance; 0 for all
 * @seed: of the draw
 * @jobs: workers
 * @threshold: see calibration_threshold()
 * @translator: see struct pick_options
 * @learnt: likewise; nothing in it tells of a backport
 * @progress: may be NULL
 */
struct replay_options {
	const char *repository;
	const GPtrArray *branches;
	unsigned int limit;
	guint32 seed;
	unsigned int jobs;
	double threshold;
	const struct translator *translator;
	const char *learnt;
	const struct progress *progress;
};

/**
 * struct replayed - one backport, made again
 * @backport: the maintainer's; borrowed from struct replay
 * @outcome: as it would have been by what was measured on earlier backports
 * @grounds: see struct picked; without rung where there is no result
 * @conflicted: git's own merge stops here
 * @signs: see struct picked
 * @precision: of @grounds, measured on earlier backports; 0 when there were none
 * @match: for ported and proposed, and for what the tree is said to have or not to need
 * @respelled: git's clean merge was offered in this tree's words as well
 * @respelled_match: how that compares
 * @elsewhere: char *: see struct comparison; NULL where nothing was compared
 * @misplaced: likewise
 * @reason: see struct picked; or NULL
 * @usec: microseconds that the pick took
 */
struct replayed {
	const struct backport *backport;
	enum outcome outcome;
	struct grounds grounds;
	struct signs signs;
	bool conflicted;
	double precision;
	enum match match;
	bool respelled;
	enum match respelled_match;
	GPtrArray *elsewhere;
	unsigned int misplaced;
	char *reason;
	gint64 usec;
};

/**
 * struct replay - all of them
 * @found: struct backport: all there are in the branches
 * @lost: commits that name one which cannot be ported again, see backports_find()
 * @cases: struct replayed *, in the order of the branches, each oldest first
 * @measured: what to go by from now on: counts of all cases
 * @resolutions: conflicts of which it can be told what the maintainer made of them
 * @recorded: those that an older backport had too, and how what was made of it there compares
 */
struct replay {
	GArray *found;
	unsigned int lost;
	GPtrArray *cases;
	struct calibration *measured;
	unsigned int resolutions;
	struct tally recorded;
};

/**
 * replay_trees() - the trees of a backport: all of @out but its objects and its result
 * @out: @objects is set
 * @error: BS_ERROR_MISSING
 */
bool replay_trees(const struct backport *backport, struct compared_trees *out, GError **error);

/**
 * replay_backports() - make the backports again
 * @error: no such repository or branch; interrupted
 *
 * A pick sees only what was committed before the maintainer's backport.  Whether its result
 * is ported or proposed follows from cases that were committed earlier, and only from them.
 */
struct replay *replay_backports(const struct replay_options *options, GError **error);

void replay_free(struct replay *replay);

typedef struct replay replay;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(replay, replay_free)

#endif /* ENGINE_REPLAY_REPLAY_H */
