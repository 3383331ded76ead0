/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Three-way merge of sequences that takes changes which only touch: a change
 * of ours that ends where one of theirs begins does not stand in its way.  Two
 * insertions at one point do, since their order is a guess.
 */
#ifndef ENGINE_MERGE_DIFF3_H
#define ENGINE_MERGE_DIFF3_H

#include <glib.h>
#include <stdbool.h>

#include "engine/merge/threeway.h"

/**
 * struct piece - a stretch of the merged sequence
 * @conflict: both sides changed it, differently
 * @from: for one that is no conflict, the side that it is taken from
 * @spans: by enum side
 */
struct piece {
	bool conflict;
	guint8 from;
	struct span spans[3];
};

enum side {
	SIDE_BASE,
	SIDE_OURS,
	SIDE_THEIRS,
};

/**
 * diff3() - merge
 * @ours: struct change, base to ours
 * @theirs: struct change, base to theirs
 * @numbers: of each side's elements, by enum side; equal elements have equal numbers
 * @counts: elements of each
 * @touching: take changes that only touch; else they conflict, as in diff3
 * Return: struct piece in order; together they cover all three sides
 */
GArray *diff3(const GArray *ours, const GArray *theirs, guint *const *numbers,
	      const size_t *counts, bool touching);

/** diff3_of() - diff3() of three sequences of struct line; lines that differ in a byte differ */
GArray *diff3_of(GArray *const *sequences, bool touching);

#endif /* ENGINE_MERGE_DIFF3_H */
