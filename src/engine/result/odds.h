/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the levels of certainty.h are worth on one repository, of which little
 * was measured yet, when it is known what they are worth on others.
 */
#ifndef ENGINE_RESULT_ODDS_H
#define ENGINE_RESULT_ODDS_H

#include "engine/result/calibration.h"
#include "engine/result/certainty.h"

/**
 * ODDS_DEVIATION - by how much repositories differ: standard deviation of odds_shift()
 *
 * On twenty projects that the score card was not fitted on it is 0.45; 0.5 here.
 */
#define ODDS_DEVIATION 0.5

/**
 * odds_shift() - how much more often than elsewhere the results of a repository are right
 * @usual: of each level, the share that is right elsewhere, above 0 and below 1
 * @counted: of each level, what was counted here
 *
 * Levels keep their distance from project to project, and all of them stand higher or lower
 * together: on one, maintainers do more besides what upstream did than on another.
 *
 * Return: what is to be added to the log odds of each level; 0 where nothing was counted
 */
double odds_shift(const double usual[CERTAINTY_LEVELS],
		  const struct tally counted[CERTAINTY_LEVELS]);

/** odds_shifted() - a share that is right, with so much added to its log odds */
double odds_shifted(double share, double shift);

#endif /* ENGINE_RESULT_ODDS_H */
