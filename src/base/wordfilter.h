/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which words a text may hold, in one or two bytes a word: a Bloom filter.  It never says no of
 * a word that is there, and seldom yes of one that is not.
 */
#ifndef BASE_WORDFILTER_H
#define BASE_WORDFILTER_H

#include <glib.h>
#include <stdbool.h>

/** WORDFILTER_NAME - what the bytes are: raise it when they mean something else */
#define WORDFILTER_NAME "words 1"

/**
 * wordfilter_make() - of all words of a text, those of comments too: see byte_is_word()
 * @text: any bytes
 * @size: how many
 * @out: is emptied and filled
 */
void wordfilter_make(const char *text, gsize size, GByteArray *out);

/** wordfilter_hash() - of a word for wordfilter_may_hold(); 0: a filter says nothing of it */
guint64 wordfilter_hash(const char *word, gsize size);

/**
 * wordfilter_may_hold() - may the word be in the text?
 * @filter: what wordfilter_make() gave; anything else holds everything
 * @size: of @filter
 * @hash: of the word
 */
bool wordfilter_may_hold(const guint8 *filter, gsize size, guint64 hash);

#endif /* BASE_WORDFILTER_H */
