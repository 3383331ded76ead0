/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where an edit belongs of which no line of context stands where it should: in
 * the definition that it is of, or, what is added, beside the nearest neighbour
 * that the file does have.
 */
#ifndef ENGINE_MERGE_BESIDE_H
#define ENGINE_MERGE_BESIDE_H

#include "engine/merge/definitions.h"
#include "engine/merge/edits.h"

/**
 * beside_put() - put what upstream adds beside a neighbour
 * @base: upstream's file before, which the neighbours are of
 * @theirs: lines of the file after
 * @edit: the addition; its old lines are none
 * @here: the file that it goes to
 *
 * For C.  Between definitions that is a definition, or another header where headers are included;
 * inside of a type or table it is a line of the one of that name.  A neighbour stands there once,
 * and is no further away than a few lines or definitions.
 *
 * Return: the file with the addition; the same when it includes those headers; NULL without a
 * neighbour
 */
GBytes *beside_put(const struct definitions *base, const GArray *theirs, const struct edit *edit,
		   const struct definitions *here);

/**
 * inside_put() - make an edit inside of the definition that it is of, which stands elsewhere
 * @base: upstream's file before
 * @merge: its base is that file
 * @edit: of that merge
 * @here: the file that it goes to
 *
 * Of two functions with the same lines that is the one of that name.
 *
 * Return: the file with the edit; NULL where that definition is not there, or has no single place
 */
GBytes *inside_put(const struct definitions *base, const struct threeway *merge,
		   const struct edit *edit, const struct definitions *here);

#endif /* ENGINE_MERGE_BESIDE_H */
