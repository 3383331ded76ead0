/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Constants that the headers of POSIX keep for themselves: those that no tree
 * declares, and that whoever includes the header has.
 */
#ifndef ENGINE_WARN_RESERVED_H
#define ENGINE_WARN_RESERVED_H

#include "engine/warn/suspect.h"

/**
 * constant_reserved() - does a header that the result includes keep such names for itself?
 * @name: of capitals; any other is not looked at
 *
 * By the prefixes and suffixes of IEEE Std 1003.1-2017, System Interfaces 2.2.2, "The Name Space",
 * and the constants of these headers' own pages.  A tree may use such a name for something of its
 * own: false where a header that upstream's file reaches has it, or where these cannot be read.
 */
bool constant_reserved(const struct suspect *suspect, const struct lex *name);

/**
 * header_reserved() - does a path end as the name of a header of the system does?
 *
 * Of IEEE Std 1003.1-2024, Base Definitions 14, "Headers", with those of C11 in it; and those that
 * C libraries have besides, and trees bring substitutes for.
 */
bool header_reserved(const char *path);

#endif /* ENGINE_WARN_RESERVED_H */
