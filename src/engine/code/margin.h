/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a file declares at its margin, where all its functions see it, and other files where it is a
 * header.
 */
#ifndef ENGINE_CODE_MARGIN_H
#define ENGINE_CODE_MARGIN_H

#include "engine/code/extract.h"

/** text_shares() - is the name a variable, a function, a type, a macro or an enumerator there? */
bool text_shares(const struct extract *where, const char *name);

#endif /* ENGINE_CODE_MARGIN_H */
