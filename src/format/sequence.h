/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For the files of format/ that compare sequences: what linediff.h is made of.
 * Marks are arrays with one element before and one behind the sequence, which
 * stay false, so that a run always ends.
 */
#ifndef FORMAT_SEQUENCE_H
#define FORMAT_SEQUENCE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/**
 * unmarked() - elements without a mark on either side that follow each other
 * @limit: of both
 * Return: not all of them, but a multiple of eight, as most are passed by at that pace
 */
static inline size_t unmarked(const bool *gone, const bool *came, size_t limit)
{
	size_t count = 0;
	guint64 a, b;

	for (; count + sizeof(a) <= limit; count += sizeof(a)) {
		memcpy(&a, gone + count, sizeof(a));
		memcpy(&b, came + count, sizeof(b));
		if (a | b)
			break;
	}
	return count;
}

/**
 * myers_mark() - mark what differs, with the fewest marks
 * @old: elements that are equal have equal numbers
 * @new: likewise
 * @gone: gets true for each old element without a partner
 * @came: likewise for new ones
 */
void myers_mark(const guint *old, size_t old_count, const guint *new, size_t new_count,
		bool *gone, bool *came);

/**
 * histogram_mark() - the same, as git's histogram diff
 * @numbers: elements are below it
 *
 * Splits at the longest run of elements that are rare in @old, and does both sides likewise.
 */
void histogram_mark(const guint *old, size_t old_count, const guint *new, size_t new_count,
		    guint numbers, bool *gone, bool *came);

/**
 * runs_to_end() - slide each run of marks as far down as it goes, as git does for a merge
 * @numbers: of the elements that @marks is about
 * @marks: moved
 * @count: of both
 * @others: marks of the other side; a run that can stand beside one of those does
 * @other_count: of those
 */
void runs_to_end(const guint *numbers, bool *marks, size_t count, const bool *others,
		 size_t other_count);

#endif /* FORMAT_SEQUENCE_H */
