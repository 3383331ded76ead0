/* SPDX-License-Identifier: GPL-2.0-only */
/* Which part of two large files a change concerns: whose names are worth a question. */
#ifndef ENGINE_LADDER_CONCERN_H
#define ENGINE_LADDER_CONCERN_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/scans.h"
#include "engine/ladder/resolve.h"

/**
 * concern_text() - the lines that upstream changes, those around them, and conflicts
 * @scans: of the texts
 * @plain: the merge as it is without translation
 * Return: upstream's lines before and after, one behind the other
 */
GBytes *concern_text(const struct resolve_input *input, struct scans *scans,
		     const struct resolution *plain);

/** concern_added() - the lines that upstream's change brings, one behind the other */
GBytes *concern_added(const struct resolve_input *input, struct scans *scans);

/** concern_unknown() - is there a name in @text that this tree does not have? */
bool concern_unknown(const struct resolve_input *input, GBytes *text);

#endif /* ENGINE_LADDER_CONCERN_H */
