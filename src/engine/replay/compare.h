/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holds the result of a pick against what a maintainer committed.
 */
#ifndef ENGINE_REPLAY_COMPARE_H
#define ENGINE_REPLAY_COMPARE_H

#include <glib.h>
#include <stdbool.h>

#include "engine/result/calibration.h"
#include "tree/objects.h"

/**
 * struct compared_trees - what is compared
 * @objects: holds all
 * @base: upstream's tree before its commit
 * @theirs: upstream's tree after it
 * @onto: the tree ported to
 * @result: ours
 * @expected: the maintainer's
 */
struct compared_trees {
	struct objects *objects;
	struct object_id base;
	struct object_id theirs;
	struct object_id onto;
	struct object_id result;
	struct object_id expected;
};

/**
 * struct comparison - a result and a maintainer's tree
 * @match: see enum match
 * @elsewhere: char *, one a file: a place that the result changes and the maintainer does not,
 *             where it is the other way round for another place: a hunk in another function
 * @misplaced: how many of them upstream does not change at that place either.  Where it does,
 *             it is the maintainer's hunk that is in another function than upstream's
 */
struct comparison {
	enum match match;
	GPtrArray *elsewhere;
	unsigned int misplaced;
};

/**
 * compare_trees() - is a result what the maintainer made?
 * @error: BS_ERROR_MISSING: an object
 *
 * Files are the same but for white space when all else in them is, mode included.
 *
 * Return: newly allocated; NULL with @error
 */
struct comparison *compare_trees(const struct compared_trees *trees, GError **error);

/** compare_whitespace() - are two files the same when white space is left out? */
bool compare_whitespace(GBytes *a, GBytes *b);

void comparison_free(struct comparison *comparison);

typedef struct comparison comparison;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(comparison, comparison_free)

#endif /* ENGINE_REPLAY_COMPARE_H */
