/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names that nobody can find, as a macro puts them together: "SETTER(boot)" of
 * "#define SETTER(name) void set_##name(int v)".
 */
#ifndef ENGINE_WARN_PASTES_H
#define ENGINE_WARN_PASTES_H

#include "engine/warn/suspect.h"

/**
 * suspect_pastes() - does a macro make the name, in the result or in a header that it reaches?
 *
 * Both the macro and what is at the margin and names it are read there.  Reads all of these.
 */
bool suspect_pastes(const struct suspect *suspect, const struct lex *name);

#endif /* ENGINE_WARN_PASTES_H */
