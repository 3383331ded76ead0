/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of a macro's argument with its names replaced, as the preprocessor
 * and the compiler would have understood it.
 */
#ifndef RULES_EXPAND_H
#define RULES_EXPAND_H

#include <glib.h>

/**
 * expand_text() - replace names in C text
 * @text: an expression or statement: "mutex_lock(&_T->mtx)"
 * @values: char * to char *: "_T" or "_T->lock" to what stands for it; members of the
 *          same name are left alone
 * Return: newly allocated; parentheses are added where the meaning needs them
 */
char *expand_text(const char *text, GHashTable *values);

/** expand_count() - how often identifier @word occurs in @text, other than as a member */
unsigned int expand_count(const char *text, const char *word);

#endif /* RULES_EXPAND_H */
