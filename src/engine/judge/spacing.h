/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Changes of white space alone: code that is the same before and after says
 * nothing of whether such a change is in.
 */
#ifndef ENGINE_JUDGE_SPACING_H
#define ENGINE_JUDGE_SPACING_H

#include <stdbool.h>

#include "engine/result/pickedfile.h"

/**
 * spacing_is_here() - has this tree the white space that upstream changes in a region?
 * @region: upstream changes nothing but white space in it
 *
 * Told line by line, of what stands in front of code and behind it; false where lines are
 * joined, split or spaced otherwise within, as then it is not known.
 */
bool spacing_is_here(const struct picked_region *region);

#endif /* ENGINE_JUDGE_SPACING_H */
