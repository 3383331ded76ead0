/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Two places of a function that set the same member: does it matter to the one
 * that there is the other?
 */
#ifndef ENGINE_WARN_STORES_H
#define ENGINE_WARN_STORES_H

#include "engine/warn/suspect.h"

/**
 * stores_meet() - does a line that was here before set what one that came sets?
 * @place: "a->b" in front of '=', in a line of the result that came
 * @body: of the function in the result that it is in
 *
 * Two that are on no way together do not meet: behind the first the function is left, or the "goto"
 * or "break" behind it passes the second.  Nor do two that give it different constants and between
 * which it is used: each has a time of its own.
 */
bool stores_meet(struct suspect *suspect, const struct line *place, const struct line *body);

#endif /* ENGINE_WARN_STORES_H */
