/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Says of a text whether it may hold one of some words, at the speed of memory: the first
 * question to each of the many files of a tree, to which the answer is nearly always no.
 */
#ifndef RULES_LITERALS_H
#define RULES_LITERALS_H

#include <glib.h>
#include <stdbool.h>

struct literals;

/** literals_new() - get ready for some words (char *, two or more letters each) */
struct literals *literals_new(const GPtrArray *words);

/** literals_may_hold() - might a text hold one of the words? Never false when it does */
bool literals_may_hold(const struct literals *literals, const char *text, gsize size);

/** literals_may_hold_slowly() - the same without what the processor has for it, for tests */
bool literals_may_hold_slowly(const struct literals *literals, const char *text, gsize size);

void literals_free(struct literals *literals);

typedef struct literals literals;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(literals, literals_free)

#endif /* RULES_LITERALS_H */
