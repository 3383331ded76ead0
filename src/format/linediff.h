/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Differences between two sequences: lines of a file, or tokens of C.  Myers'
 * O(ND) algorithm in linear space ("An O(ND) Difference Algorithm and Its
 * Variations", Algorithmica 1986), with common ends cut off first.
 */
#ifndef FORMAT_LINEDIFF_H
#define FORMAT_LINEDIFF_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct line - one line of a file
 * @text: points into the file's bytes
 * @size: with its newline, if it has one
 */
struct line {
	const char *text;
	size_t size;
};

/** lines_of() - the lines of a file: struct line; @bytes must outlive the array, may be NULL */
GArray *lines_of(GBytes *bytes);

/**
 * struct line_common - what two files have in common
 * @head: so many lines in front; there may be more
 * @tail: so many of the others at the end
 */
struct line_common {
	guint head;
	guint tail;
};

/**
 * lines_like() - lines_of() a file that is another version of one whose lines are known
 * @bytes: must outlive the array
 * @like: the other version
 * @like_lines: its lines
 * @out: what they have in common
 */
GArray *lines_like(GBytes *bytes, GBytes *like, const GArray *like_lines,
		   struct line_common *out);

/**
 * struct change - one run of differing elements
 * @old_at: index in the old sequence, from 0
 * @old_count: removed elements
 * @new_at: index in the new sequence, from 0
 * @new_count: added elements
 */
struct change {
	size_t old_at;
	size_t old_count;
	size_t new_at;
	size_t new_count;
};

/** changes_bring() - is an element of the new sequence, from 0, one that these add? */
bool changes_bring(const GArray *changes, size_t at);

/**
 * sequence_diff() - differences between two sequences of numbers
 * @old: elements that are equal have equal numbers
 * @old_count: of @old
 * @new: likewise
 * @new_count: of @new
 * Return: struct change in order, none touching the next
 */
GArray *sequence_diff(const guint *old, size_t old_count, const guint *new, size_t new_count);

/**
 * line_diff() - differences between two files
 * @old: struct line
 * @new: struct line
 * Return: struct change in order.  A run that could stand at several places stands
 * where git would show it: its indent heuristic, see linediff.c.
 */
GArray *line_diff(const GArray *old, const GArray *new);

/**
 * line_diff_merge() - the same, as git's merge takes it
 *
 * Histogram diff, with each run as far down as it goes: which lines git thinks changed
 * decides which changes touch, and so what is a conflict for it.
 */
GArray *line_diff_merge(const GArray *old, const GArray *new);

/**
 * line_diffs_merge() - line_diff_merge() of one file against several, in less time
 * @old: struct line
 * @others: so many arrays of struct line
 * @common: what each of them has in common with @old; NULL when that is not known
 * @count: of @others
 * @out: gets as many arrays of struct change
 */
void line_diffs_merge(const GArray *old, const GArray *const *others,
		      const struct line_common *common, unsigned int count, GArray **out);

#endif /* FORMAT_LINEDIFF_H */
