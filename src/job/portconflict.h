/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a run does about conflicts and proposals: explain them, write them for a
 * person, take what the person made of them, and remember how.
 */
#ifndef JOB_PORTCONFLICT_H
#define JOB_PORTCONFLICT_H

#include "engine/port/portpatch.h"
#include "job/portrun.h"

/**
 * conflict_taken() - the port that a person completed, if there is one
 * @source: what git knows of it, or NULL
 * @out: gets it, or NULL; what looks wrong in it is warned of
 * @error: BS_ERROR_INPUT: what the person left cannot be taken
 */
bool conflict_taken(struct run *run, const struct patch *patch, const struct tree *tree,
		    const struct port_source *source, struct port **out, GError **error);

/**
 * conflict_learn() - keep how a person resolved what was just taken, for other trees
 * @result: of the patch, with its verdict; gets a note where something is not kept, as a proof
 *          rejects it, or as one conflict was resolved in two ways
 */
void conflict_learn(struct run *run, const struct patch *patch, struct patch_result *result);

/**
 * conflict_tell() - explain a conflict, and write it for a person where that was asked for
 * @source: what git knows of it, or NULL
 * @port: is a conflict
 * @result: gets the folder to edit in, or a note why there is none
 * @error: as byhand_write()
 */
bool conflict_tell(struct run *run, const struct patch *patch, const struct tree *tree,
		   const struct port_source *source, struct port *port,
		   struct patch_result *result, GError **error);

/**
 * proposal_tell() - write a proposal for a person to confirm, where that was asked for
 * @port: is a proposal, not laid over the tree yet
 * @result: gets the folder to look at
 * @error: as byhand_write()
 */
bool proposal_tell(struct run *run, const struct patch *patch, const struct tree *tree,
		   const struct port_source *source, const struct port *port,
		   struct patch_result *result, GError **error);

/** conflicts_begin() - read what was resolved before; BS_ERROR_INPUT: the file is damaged */
bool conflicts_begin(struct run *run, GError **error);

/** conflicts_finish() - the tree is written: keep what was resolved on it */
bool conflicts_finish(struct run *run, GError **error);

void conflicts_clear(struct run *run);

#endif /* JOB_PORTCONFLICT_H */
