/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a semantic patch leaves to be done for readers: spatch keeps old
 * indentation in a new block and drops upstream's comments.
 */
#ifndef ENGINE_LADDER_LAYOUT_H
#define ENGINE_LADDER_LAYOUT_H

#include <glib.h>

#include "engine/code/image.h"

/**
 * layout_lines() - indent what a rewrite moved
 * @before: the file as it was
 * @after: the file as rewritten
 *
 * A line that both have keeps its own indentation, moved by as many tabs as its brace
 * depth changed.  A line that is new is indented by its depth.
 *
 * Return: the file, laid out
 */
GBytes *layout_lines(const struct image *before, const struct image *after);

/**
 * carry_comments() - bring upstream's new comments along
 * @after: the ported file
 * @file: upstream's change of it
 * @missed: char *: one line is added for each comment that found no place
 *
 * A comment that upstream adds on lines of its own belongs to the code line below it;
 * where the function of the hunk has a line with that code, exactly once, the comment is
 * put above it.
 *
 * Return: the file with the comments
 */
GBytes *carry_comments(const struct image *after, const struct file_diff *file,
		       GPtrArray *missed);

#endif /* ENGINE_LADDER_LAYOUT_H */
