/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Does a text declare a name?  Told by the tokens, without a parser: a type or a star in front of
 * it, an enumerator, a parameter, a label, a #define.
 */
#ifndef ENGINE_CODE_DECLARES_H
#define ENGINE_CODE_DECLARES_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/bag.h"
#include "engine/code/lex.h"

/** text_declares() - does a text define or declare the name? */
bool text_declares(const char *text, gsize size, const struct lex *name);

/**
 * text_declares_known() - the same for many names of texts that stay
 * @known: what was read of them; empty at first
 * @assembler: it is no C, but assembler
 */
bool text_declares_known(struct bag *known, const char *text, gsize size, bool assembler,
			 const struct lex *name);

/**
 * text_declared_at() - where a line at the margin declares a variable of that name
 * @from: from here on
 * Return: the name; NULL for none
 */
const char *text_declared_at(const char *text, gsize size, const char *from,
			     const struct lex *name);

/** text_declares_for_all() - by a line at the margin, as a variable or a macro? */
bool text_declares_for_all(const char *text, gsize size, const struct lex *name);

/** text_defines() - does a macro have the name? */
bool text_defines(const char *text, gsize size, const struct lex *name);

#endif /* ENGINE_CODE_DECLARES_H */
