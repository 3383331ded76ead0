// SPDX-License-Identifier: GPL-2.0-only
/*
 * A logistic model with one unknown, the shift of a repository, which is normally
 * distributed among repositories; its most likely value is found by Newton's method.
 */
#include "engine/result/odds.h"

#include <glib.h>
#include <math.h>

/* the function is concave, so that a few steps are enough; a long one may be too long */
#define ROUNDS 50
#define STEP_MAX 1.0
#define STEP_ENOUGH 1e-6

static double log_odds(double share)
{
	return log(share / (1 - share));
}

double odds_shifted(double share, double shift)
{
	return 1 / (1 + exp(-log_odds(share) - shift));
}

/* from one guess to the next: slope of the likelihood by its curve */
static double step_from(double shift, const double usual[CERTAINTY_LEVELS],
			const struct tally counted[CERTAINTY_LEVELS])
{
	const double weight = 1 / (ODDS_DEVIATION * ODDS_DEVIATION);
	double slope = -shift * weight, curve = weight;

	for (unsigned int level = 0; level < CERTAINTY_LEVELS; level++) {
		const struct tally *tally = &counted[level];
		const double chance = odds_shifted(usual[level], shift);

		slope += tally->right + tally->whitespace - tally->claims * chance;
		curve += tally->claims * chance * (1 - chance);
	}
	return CLAMP(slope / curve, -STEP_MAX, STEP_MAX);
}

double odds_shift(const double usual[CERTAINTY_LEVELS],
		  const struct tally counted[CERTAINTY_LEVELS])
{
	double shift = 0, step = STEP_MAX;

	for (guint i = 0; i < ROUNDS && fabs(step) > STEP_ENOUGH; i++) {
		step = step_from(shift, usual, counted);
		shift += step;
	}
	return shift;
}
