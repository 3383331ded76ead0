/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The place in a file that looks most like what a hunk expects.
 */
#ifndef ENGINE_MERGE_NEAR_H
#define ENGINE_MERGE_NEAR_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "engine/code/image.h"

/**
 * struct near - a stretch of a file
 * @first, @end: its lines, from 0; both ends of it stand in the hunk's pre-image
 * @head, @tail: lines of the pre-image in front of that, and behind it
 */
struct near {
	size_t first;
	size_t end;
	size_t head;
	size_t tail;
};

/**
 * place_near() - where most of a hunk's pre-image stands
 * @ours: the tree's file
 * @hunk: the hunk
 * @from: index of the first line that may be used
 * Return: false when the function that it names is not there, when nothing of it is, and when two
 *         places are as good
 */
bool place_near(const struct image *ours, const struct hunk *hunk, size_t from,
		struct near *out);

/** near_tells() - is a line long enough to say where it is? "}" stands anywhere */
bool near_tells(const struct line *line);

/** pre_lines() - what a hunk expects: struct line, as those of a file */
GArray *pre_lines(const struct hunk *hunk);

#endif /* ENGINE_MERGE_NEAR_H */
