/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Looks for many whole words in a text in one pass.
 */
#ifndef RULES_WORDS_H
#define RULES_WORDS_H

#include <glib.h>
#include <stdbool.h>

struct words;

/** words_new() - an empty set of words */
struct words *words_new(void);

/**
 * words_add() - add a word
 * @words: the set
 * @word: letters, digits and underscores, two or more
 * Return: its index; the same for the same word
 */
unsigned int words_add(struct words *words, const char *word);

/** words_count() - how many there are */
unsigned int words_count(const struct words *words);

/** words_get() - the word with that index */
const char *words_get(const struct words *words, unsigned int index);

/** words_find() - index of a word that is not NUL-terminated, or -1 */
int words_find(const struct words *words, const char *word, gsize size);

/**
 * words_search() - which words does a text hold, comments and strings included?
 * @words: the set; nothing may be added any more
 * @text: any bytes
 * @size: of @text
 * @present: a byte a word; set to 1 for those found, the others are left alone
 * Return: was any found?
 */
bool words_search(const struct words *words, const char *text, gsize size, guint8 *present);

/** words_may_hold() - might a text hold one of the words? Never false when it does */
bool words_may_hold(const struct words *words, const char *text, gsize size);

void words_free(struct words *words);

typedef struct words words;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(words, words_free)

#endif /* RULES_WORDS_H */
