/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the names of one tree are called in another: how does a stable branch spell what upstream
 * calls so?
 */
#ifndef ENGINE_NAMES_DICTIONARY_H
#define ENGINE_NAMES_DICTIONARY_H

#include <glib.h>

#include "tree/objects.h"

struct words;

/**
 * struct dictionary - identifiers of a newer tree that an older one spells otherwise
 *
 * Learnt from all files that both have: aligned edits of single tokens, a name that the older
 * tree lacks, three votes or more from two files or more, and 70% of them for one spelling.
 */
struct dictionary;

struct file_votes;

/**
 * dictionary_learn() - compare two trees
 * @words: goes to @older
 * @known: votes of files that others have in common with them
 * @older: tree of the fork point of a stable branch
 * @newer: tree of the last release before the upstream commit
 */
struct dictionary *dictionary_learn(struct objects *objects, struct words *words,
				    struct file_votes *known, const struct object_id *older,
				    const struct object_id *newer, GError **error);

/**
 * dictionary_find() - the older tree's spelling of @name
 * @words: of the tree to port to: a name that it has is never translated
 * Return: borrowed, or NULL; also by prefix rules (rte_foo_ for foo_) learnt from four or more
 *         entries, when @words has the result
 */
const char *dictionary_find(struct dictionary *dictionary, const struct words *words,
			    const char *name);

/** dictionary_size() - how many names it translates, prefix rules aside */
unsigned int dictionary_size(const struct dictionary *dictionary);

/** dictionary_save() - as text, a line "name TAB older spelling" a name; newly allocated */
char *dictionary_save(const struct dictionary *dictionary);

/** dictionary_load() - from that text; BS_ERROR_INPUT */
struct dictionary *dictionary_load(const char *text, GError **error);

void dictionary_free(struct dictionary *dictionary);

typedef struct dictionary dictionary;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(dictionary, dictionary_free)

#endif /* ENGINE_NAMES_DICTIONARY_H */
