/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The same line in two texts: does it stand in the same block, told by the lines
 * around it that both have, and by how far they are indented?
 */
#ifndef ENGINE_LADDER_SAMEBLOCK_H
#define ENGINE_LADDER_SAMEBLOCK_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct place - a line of a text
 * @lines: struct line, all of the text
 * @at: from 0
 */
struct place {
	const GArray *lines;
	size_t at;
};

/**
 * same_block() - is a line that two texts have in the same block of both?
 *
 * The next line above that both have must be as much more or less indented in both, with no line
 * on the way that has less indent here, as the end of a block or a "case" has, and no #else; and so
 * must the next one below.  Short lines do not count, nor does a brace at an end of a line; where
 * neither is near, the very next line must be the same, above or below.
 */
bool same_block(const struct place *there, const struct place *here);

#endif /* ENGINE_LADDER_SAMEBLOCK_H */
