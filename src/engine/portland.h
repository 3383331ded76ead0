/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a pick landed; for the files of engine/ that port a patch.
 */
#ifndef ENGINE_PORTLAND_H
#define ENGINE_PORTLAND_H

#include "engine/ladder.h"

/**
 * port_land() - add a landing for each change, and a warning for each in a wrong function
 * @port: with the files, and the overlay with the result
 * @climb: the tree
 * @source: what was picked
 * @deltas: struct tree_delta: what the result changes
 * @error: an object cannot be read
 *
 * Wrong is a function that upstream has in the file and does not change.
 */
bool port_land(struct port *port, const struct climb *climb, const struct port_source *source,
	       const GArray *deltas, GError **error);

#endif /* ENGINE_PORTLAND_H */
