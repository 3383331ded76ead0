/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which words a text must hold for something to be found in it: all of, any of,
 * one word, or nothing in particular; and how some of them stand to each other.
 */
#ifndef RULES_NEED_H
#define RULES_NEED_H

#include <glib.h>
#include <stdbool.h>

#include "rules/wordset.h"

/** enum need_kind - shape of a need */
enum need_kind {
	NEED_ALL,		/* of the parts; without parts, nothing is needed */
	NEED_ANY,		/* of the parts; without parts, it can never hold */
	NEED_WORD,
	NEED_WITHIN,		/* the word in the body of a loop that one of the parts heads */
	NEED_AGAIN,		/* one of the parts twice, or where it can be come by twice */
	NEED_UNTESTED,		/* one of the parts, and not in a call whose value is tested next */
};

/**
 * struct need - a condition on the words of a text
 * @kind: shape
 * @parts: struct need *, owned; those of NEED_WITHIN and what follows it are words
 * @word: for NEED_WORD and NEED_WITHIN
 * @index: of @word, after need_bind(); for the kinds from NEED_WITHIN on, where need_holds()
 *         finds the answer, 0 when it was not looked for: then they count as fulfilled
 */
struct need {
	enum need_kind kind;
	GPtrArray *parts;
	char *word;
	unsigned int index;
};

/** need_new() - NEED_ALL or NEED_ANY without parts */
struct need *need_new(enum need_kind kind);

/** need_word() - a single word */
struct need *need_word(const char *word);

/** need_add() - add a part; takes it over */
void need_add(struct need *need, struct need *part);

/** need_copy() - a deep copy */
struct need *need_copy(const struct need *need);

/** need_simplify() - the same condition with fewer parts; takes @need over */
struct need *need_simplify(struct need *need);

/** need_is_nothing() - does every text fulfil it? For simplified needs */
bool need_is_nothing(const struct need *need);

/** need_bind() - put the words into @words and remember their indices */
void need_bind(struct need *need, struct wordset *words);

/**
 * need_cover() - few words one of which is in every text that fulfils a need
 * @need: simplified
 * @words: char *: added, not owned
 * Return: false when the need is nothing, so that there are none
 */
bool need_cover(const struct need *need, GPtrArray *words);

/** need_holds() - is it fulfilled where exactly the words marked in @present are? */
bool need_holds(const struct need *need, const guint8 *present);

/**
 * need_relations() - the relations of a need: NEED_WITHIN and what follows it
 * @need: bound
 * @relations: struct need *, not owned: added, see relation.h
 */
void need_relations(struct need *need, GPtrArray *relations);

/** need_text() - "(a | b) & c", for people and tests; newly allocated */
char *need_text(const struct need *need);

void need_free(struct need *need);

typedef struct need need;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(need, need_free)

#endif /* RULES_NEED_H */
