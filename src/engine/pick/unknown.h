/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names that a patch brings to a tree which has them nowhere or as something
 * else, or takes from one that needs them, where no version of upstream's tree
 * is at hand that would tell more (engine/warn/warn.h, engine/pick/pickleftover.c).
 */
#ifndef ENGINE_PICK_UNKNOWN_H
#define ENGINE_PICK_UNKNOWN_H

#include "engine/names/treesearch.h"

/*
 * Where the words of the tree are at hand (engine/names/words.h), they say first what no file can
 * answer for, and less is read than what is said below.
 */

/**
 * names_unknown() - what is used in the lines that a patch adds, and is in no file of the tree
 *
 * The tree's sources are read until every name has been found.  Of a part of a tree nothing is
 * said: it does not know what its own files call either.
 *
 * Return: char *: a warning for each name, a few at most; newly allocated
 */
GPtrArray *names_unknown(const struct patched *in);

/**
 * names_gone() - what a patch removes from the files that it changes, and other files still use
 *
 * All of the tree's sources are read when the patch removes a function or a macro that is not of
 * its file alone.
 *
 * Return: char *: a warning for each name, a few at most; newly allocated
 */
GPtrArray *names_gone(const struct patched *in);

/**
 * calls_unfit() - calls in the lines that a patch adds, of other arguments than the tree's headers
 *                 or the file itself declare the function with
 *
 * The patch's own folder and the headers are read, and all of the tree only before a warning.
 *
 * Return: char *: a warning for each name, a few at most; newly allocated
 */
GPtrArray *calls_unfit(const struct patched *in);

/**
 * statics_declared() - functions that are static where the patch, or a header that it leaves as
 *                      it is, declares them for all
 *
 * Return: char *: a warning for each; newly allocated
 */
GPtrArray *statics_declared(const struct patched *in);

/**
 * members_init() - for warn_alone(), which asks for members of structures that are in no file of
 *                  the patch
 */
void members_init(struct tree_search *search, const struct patched *in);

/**
 * members_unknown() - those that no structure of that name has in the tree's headers
 * @search: is cleared
 * @warnings: gets char *
 *
 * The patch's own folder and the headers are read, and all of the tree only before a warning.
 */
void members_unknown(struct tree_search *search, GPtrArray *warnings);

#endif /* ENGINE_PICK_UNKNOWN_H */
