/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The words that macros of a text put together with others, by "##".
 */
#ifndef ENGINE_CODE_PASTEWORDS_H
#define ENGINE_CODE_PASTEWORDS_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/lex.h"

/** paste_words() - what stands beside a "##": each once, with a NUL, and an empty one at the end */
GString *paste_words(const char *text, gsize size);

/** paste_words_make() - may a name be made of one of these? It begins so, or ends so */
bool paste_words_make(const char *words, const struct lex *name);

#endif /* ENGINE_CODE_PASTEWORDS_H */
