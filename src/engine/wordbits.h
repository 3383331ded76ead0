/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which words a text may have, for those who ask it for many lines: most lines
 * have a word that it lacks, and need not be searched for.
 */
#ifndef ENGINE_WORDBITS_H
#define ENGINE_WORDBITS_H

#include <glib.h>
#include <stdbool.h>

#include "format/linediff.h"

/** struct word_bits - a bit for each hash of a word; two words may share one */
struct word_bits;

/** word_bits_new() - of a text, comments and strings included; a reference on it is held */
struct word_bits *word_bits_new(GBytes *text);
void word_bits_free(struct word_bits *bits);

/** word_bits_hold() - does the line, without blanks at its ends, stand in the text? */
bool word_bits_hold(const struct word_bits *bits, const struct line *line);

typedef struct word_bits word_bits;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(word_bits, word_bits_free)

#endif /* ENGINE_WORDBITS_H */
