/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holds the result of a pick against what a maintainer committed.
 */
#ifndef ENGINE_COMPARE_H
#define ENGINE_COMPARE_H

#include <glib.h>
#include <stdbool.h>

#include "engine/calibration.h"
#include "tree/objects.h"

/**
 * struct comparison - two trees that came from one
 * @match: see enum match
 * @elsewhere: char *: "PATH: FUNCTION, the maintainer's is in FUNCTION": places that the result
 *             changes and the maintainer does not, in files where it is the other way round
 *             for another place: a hunk in the wrong function
 */
struct comparison {
	enum match match;
	GPtrArray *elsewhere;
};

/**
 * compare_trees() - is a result what the maintainer made?
 * @objects: holds all three
 * @onto: the tree before
 * @result: ours
 * @expected: the maintainer's
 * @error: BS_ERROR_MISSING: an object
 *
 * Files are the same but for white space when all else in them is, mode included.
 *
 * Return: newly allocated; NULL with @error
 */
struct comparison *compare_trees(struct objects *objects, const struct object_id *onto,
				 const struct object_id *result, const struct object_id *expected,
				 GError **error);

/** compare_whitespace() - are two files the same when white space is left out? */
bool compare_whitespace(GBytes *a, GBytes *b);

void comparison_free(struct comparison *comparison);

typedef struct comparison comparison;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(comparison, comparison_free)

#endif /* ENGINE_COMPARE_H */
