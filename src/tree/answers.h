/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What git said of commits, kept from run to run: they do not change, so the same question gets the
 * same answer.  Walks over a whole history are what a port spends its time on.
 */
#ifndef TREE_ANSWERS_H
#define TREE_ANSWERS_H

#include <glib.h>

#include "store/cache.h"

struct answers;

/**
 * answers_new() - of one repository
 * @cache: where they are kept; borrowed; NULL gives NULL, which knows and keeps nothing
 * @repository: a .git folder or bare repository; where its configuration, or how far back it goes,
 *              changes, what was known counts no more
 */
struct answers *answers_new(struct cache *cache, const char *repository);

/**
 * answers_get() - what git said before
 * @kind: what sort of answer
 * @words: char *: the question; commits by their ids, never by names, as these move
 * Return: newly allocated; NULL where it is not known
 */
char *answers_get(const struct answers *answers, const char *kind, const GPtrArray *words);

/** answers_put() - keep an answer; one of more than a MB is not kept */
void answers_put(const struct answers *answers, const char *kind, const GPtrArray *words,
		 const char *answer);

void answers_free(struct answers *answers);

typedef struct answers answers;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(answers, answers_free)

#endif /* TREE_ANSWERS_H */
