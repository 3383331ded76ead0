/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks of a result, whoever made it.
 */
#ifndef ENGINE_PORT_PORTCHECK_H
#define ENGINE_PORT_PORTCHECK_H

#include <glib.h>

#include "engine/ladder/draft.h"
#include "engine/pick/unknown.h"
#include "engine/port/portpatch.h"
#include "engine/result/port.h"

/**
 * port_look() - warn of what a result tells by itself, where upstream's versions are not at hand
 * @port: gets the warnings
 * @in: the tree without and with the port
 */
void port_look(struct port *port, const struct patched *in);

/**
 * port_check() - warn of what looks wrong in what a person completed
 * @port: gets the warnings
 * @in: the tree without and with the port
 * @patch: what was ported
 * @source: what git knows of it: then names are looked for in its trees; or NULL
 * @drafts: struct draft *: what the person was given
 * @edited: GBytes *, one a draft: what came back; NULL where there is no file
 *
 * All that port_look() warns of, but for what upstream means to, as far as its versions tell; and
 * what only these tell.
 */
void port_check(struct port *port, const struct patched *in, const struct patch *patch,
		const struct port_source *source, const GPtrArray *drafts,
		const GPtrArray *edited);

#endif /* ENGINE_PORT_PORTCHECK_H */
