/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ports one patch to one tree: decides the outcome and climbs the ladder of
 * rungs, cheapest and most certain first.  All in memory.
 */
#ifndef ENGINE_PORT_PORTPATCH_H
#define ENGINE_PORT_PORTPATCH_H

#include <glib.h>
#include <stdbool.h>

#include "engine/ladder/rewriter.h"
#include "engine/result/port.h"
#include "format/patch.h"
#include "tree/objects.h"
#include "tree/tree.h"

struct picker;

/**
 * struct port_source - what git knows of a patch and of the tree it goes to
 * @picker: on the tree's repository; @ours and what was ported before are in its objects
 * @onto: 40 digits: the tree's commit
 * @ours: id of the tree that the patch goes to, with what was ported before
 * @upstream: 40 digits: the commit that the patch is; NULL when only its base is known
 * @parent: as in struct pick_request
 * @base: without @upstream: id of a tree that the patch was made on
 * @theirs: without @upstream: @base with the patch
 * @guess: as in struct pick_request
 */
struct port_source {
	struct picker *picker;
	const char *onto;
	struct object_id ours;
	const char *upstream;
	unsigned int parent;
	struct object_id base;
	struct object_id theirs;
	bool guess;
};

/**
 * port_patch() - port one patch to one tree
 * @tree: must outlive the result
 * @patch: what to port
 * @source: what git knows of it: then the long ladder is climbed; NULL where git is not there or
 *          does not know what the patch was made on
 * @rewriter: for the rule rung, may be NULL
 * @error: interrupted, out of disk, an object of the tree's repository that cannot be read; what
 *         else is wrong with the patch or the tree is an outcome
 */
struct port *port_patch(const struct tree *tree, const struct patch *patch,
			const struct port_source *source, const struct rewriter *rewriter,
			GError **error);

/**
 * port_by_hand() - a port that a person completed
 * @tree: must outlive the result
 * @words: of @tree, as in struct rewriter; or NULL
 * @patch: what was ported
 * @source: what git knows of it, for the checks; or NULL
 * @drafts: struct draft *: what the person was given
 * @edited: GBytes *, one a draft: what came back; NULL where there is no file
 */
struct port *port_by_hand(const struct tree *tree, const struct words *words,
			  const struct patch *patch, const struct port_source *source,
			  const GPtrArray *drafts, const GPtrArray *edited);

#endif /* ENGINE_PORT_PORTPATCH_H */
