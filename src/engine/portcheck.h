/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks of what a person handed in.
 */
#ifndef ENGINE_PORTCHECK_H
#define ENGINE_PORTCHECK_H

#include <glib.h>

#include "engine/draft.h"
#include "engine/port.h"

/**
 * port_check() - warn of what looks wrong in the files that a person completed
 * @port: gets the warnings
 * @patch: what was ported
 * @source: what git knows of it: then names are looked for in its trees; or NULL
 * @drafts: struct draft *: what the person was given
 * @edited: GBytes *, one a draft: what came back; NULL where there is no file
 */
void port_check(struct port *port, const struct patch *patch, const struct port_source *source,
		const GPtrArray *drafts, const GPtrArray *edited);

#endif /* ENGINE_PORTCHECK_H */
