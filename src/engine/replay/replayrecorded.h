/* SPDX-License-Identifier: GPL-2.0-only */
/* How often what a person made of a conflict is right for the same conflict on another branch. */
#ifndef ENGINE_REPLAY_REPLAYRECORDED_H
#define ENGINE_REPLAY_REPLAYRECORDED_H

#include "engine/replay/replay.h"
#include "engine/result/calibration.h"

/**
 * replay_recorded() - measure the rung "recorded" on the conflicts of a replay
 * @repository: of the backports
 * @order: struct replayed *, oldest first
 * @out: @recorded and @resolutions of struct replay
 * @error: BS_ERROR_MISSING, interrupted
 *
 * From backport to backport, what the maintainer made of each conflict is recorded, and what was
 * recorded from older ones is held against it.  Only files at one path in all three trees, and
 * of these only those that the maintainer changed nowhere but in the conflicts: else it cannot
 * be told what a conflict became.
 */
bool replay_recorded(const char *repository, const GPtrArray *order, struct replay *out,
		     GError **error);

#endif /* ENGINE_REPLAY_REPLAYRECORDED_H */
