/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a text does with a function: does it call it, pass it on, look at what it returns?
 */
#ifndef ENGINE_CODE_USES_H
#define ENGINE_CODE_USES_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/extract.h"
#include "engine/code/lex.h"

/**
 * text_uses_function() - does a text call what others declare, or pass it on?
 *
 * Not where it may declare the name itself, in whatever way.
 */
bool text_uses_function(const struct extract *text, const struct lex *name);

/** text_calls() - does a text call a function, by its name? */
bool text_calls(const struct extract *text, const struct lex *name);

/** text_uses_value() - does it do something with what the function returns? */
bool text_uses_value(const struct extract *text, const struct lex *name);

#endif /* ENGINE_CODE_USES_H */
