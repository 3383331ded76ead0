/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From the signs of a conflict's result to one number: how certain it is.  What
 * a number is worth on a repository is not decided here, but counted (calibration.h).
 */
#ifndef ENGINE_RESULT_CERTAINTY_H
#define ENGINE_RESULT_CERTAINTY_H

#include "engine/result/signs.h"

/** CERTAINTY_LEVELS - levels are 0, the least certain, and up to one less than this */
#define CERTAINTY_LEVELS 16

/** certainty_points() - sum of the points of certainty.def */
int certainty_points(const struct signs *signs);

/** certainty_level() - where the chance to be right lies that the points stand for */
unsigned int certainty_level(const struct signs *signs);

#endif /* ENGINE_RESULT_CERTAINTY_H */
