/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Looks for many whole words in a text in one pass.
 */
#ifndef RULES_WORDSET_H
#define RULES_WORDSET_H

#include <glib.h>
#include <stdbool.h>

struct wordset;

/** wordset_new() - an empty set of words */
struct wordset *wordset_new(void);

/**
 * wordset_add() - add a word
 * @words: the set
 * @word: letters, digits and underscores, two or more
 * Return: its index; the same for the same word
 */
unsigned int wordset_add(struct wordset *words, const char *word);

/** wordset_count() - how many there are */
unsigned int wordset_count(const struct wordset *words);

/** wordset_get() - the word with that index */
const char *wordset_get(const struct wordset *words, unsigned int index);

/** wordset_find() - index of a word that is not NUL-terminated, or -1 */
int wordset_find(const struct wordset *words, const char *word, gsize size);

/**
 * wordset_search() - which words does a text hold, comments and strings included?
 * @words: the set; nothing may be added any more
 * @text: any bytes
 * @size: of @text
 * @present: a byte a word; set to 1 for those found, the others are left alone
 * Return: was any found?
 */
bool wordset_search(const struct wordset *words, const char *text, gsize size, guint8 *present);

void wordset_free(struct wordset *words);

typedef struct wordset wordset;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(wordset, wordset_free)

#endif /* RULES_WORDSET_H */
