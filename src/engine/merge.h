/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Three-way merge of lines.  Changes of the two sides that touch or overlap are
 * a conflict, as in git, unless both did the same.
 */
#ifndef ENGINE_MERGE_H
#define ENGINE_MERGE_H

#include <glib.h>

/**
 * struct merge - result of a merge
 * @bytes: merged file, NULL when there is a conflict
 * @conflicts: how many regions conflict
 * @first_line: line in @ours (from 1) of the first conflict
 */
struct merge {
	GBytes *bytes;
	unsigned int conflicts;
	size_t first_line;
};

/** merge_lines() - merge(@ours, @base, @theirs); the caller unrefs the bytes */
struct merge merge_lines(GBytes *base, GBytes *ours, GBytes *theirs);

#endif /* ENGINE_MERGE_H */
