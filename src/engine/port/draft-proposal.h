/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A proposal as files that a person looks through.
 */
#ifndef ENGINE_PORT_DRAFT_PROPOSAL_H
#define ENGINE_PORT_DRAFT_PROPOSAL_H

#include <glib.h>

#include "engine/port/portpatch.h"
#include "engine/result/port.h"

/**
 * drafts_of_proposal() - the files that a patch touches, as the port leaves them
 * @tree: what it was ported to
 * @patch: the patch
 * @port: has a result
 * @source: what git knows of it, or NULL: then nothing can be learnt from what comes back
 * Return: struct draft *; empty when a file cannot be read
 */
GPtrArray *drafts_of_proposal(const struct tree *tree, const struct patch *patch,
			      const struct port *port,
			      const struct port_source *source);

#endif /* ENGINE_PORT_DRAFT_PROPOSAL_H */
