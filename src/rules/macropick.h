/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parts of macros_pick(), see rules/macros.h.
 */
#ifndef RULES_MACROPICK_H
#define RULES_MACROPICK_H

#include <glib.h>
#include <stdbool.h>

#include "format/csource.h"
#include "rules/macros.h"

/**
 * macros_words() - words of a text that have a line, comments and strings included
 * Return: char * to its line, borrowed from @macros
 */
GHashTable *macros_words(const struct macros *macros, const char *text, gsize size);

/**
 * pick_definers() - macros whose use is the head of a function, from the uses themselves
 * @pick: gets their lines
 * @source: the text
 * @macros: those that are told already are left out
 */
void pick_definers(struct macro_pick *pick, const struct csource *source,
		   const struct macros *macros);

/** may_define() - a cheap look at a text that has none of them */
bool may_define(const char *text, gsize size);

/** sorted_lines() - sorts strings, and gives them with a newline each */
GString *sorted_lines(GPtrArray *lines);

#endif /* RULES_MACROPICK_H */
