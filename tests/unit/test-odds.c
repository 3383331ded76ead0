// SPDX-License-Identifier: GPL-2.0-only
/*
 * The shift of a repository against a search of all values, and what may not go wrong
 * where a level was always right, never, or not counted.
 */
#include <glib.h>
#include <math.h>

#include "engine/result/odds.h"

/* how likely that is, in logarithms: the binomial of each level, and the normal one of the shift */
static double likelihood(double shift, const double *usual, const struct tally *counted)
{
	double sum = -shift * shift / (2 * ODDS_DEVIATION * ODDS_DEVIATION);

	for (unsigned int level = 0; level < CERTAINTY_LEVELS; level++) {
		const struct tally *tally = &counted[level];
		unsigned int right = tally->right + tally->whitespace;
		double odds = usual[level] / (1 - usual[level]) * exp(shift);

		sum += right * log(odds / (1 + odds)) - (tally->claims - right) * log(1 + odds);
	}
	return sum;
}

/* slow, and so plain that it needs no proof */
static double search(const double *usual, const struct tally *counted)
{
	double best = -20;

	for (double shift = -20; shift <= 20; shift += 0.001)
		if (likelihood(shift, usual, counted) > likelihood(best, usual, counted))
			best = shift;
	return best;
}

static void fill(double *usual, struct tally *counted)
{
	for (unsigned int level = 0; level < CERTAINTY_LEVELS; level++) {
		usual[level] = 0.2 + 0.045 * level;
		counted[level] = (struct tally){ 0 };
	}
}

static double shift_of(unsigned int level, struct tally tally)
{
	double usual[CERTAINTY_LEVELS];
	struct tally counted[CERTAINTY_LEVELS];
	double shift;

	fill(usual, counted);
	counted[level] = tally;
	shift = odds_shift(usual, counted);
	g_assert_cmpfloat_with_epsilon(shift, search(usual, counted), 0.001);
	return shift;
}

static void test_one_level(void)
{
	g_assert_cmpfloat(shift_of(9, (struct tally){ 0 }), ==, 0);
	/* 0.2 + 0.045 * 8 = 0.56 */
	g_assert_cmpfloat_with_epsilon(shift_of(8, (struct tally){ 100, 50, 6 }), 0, 1e-9);
	g_assert_cmpfloat(shift_of(8, (struct tally){ 100, 70, 0 }), >, 0);
	g_assert_cmpfloat(shift_of(8, (struct tally){ 100, 40, 0 }), <, 0);
	/* a few cases say less than many */
	g_assert_cmpfloat(shift_of(8, (struct tally){ 5, 5, 0 }), <,
			  shift_of(8, (struct tally){ 50, 25, 25 }));
}

static void test_extremes(void)
{
	g_assert_cmpfloat(odds_shifted(0.875, shift_of(15, (struct tally){ 100000, 0, 0 })), <,
			  0.01);
	g_assert_cmpfloat(odds_shifted(0.2, shift_of(0, (struct tally){ 100000, 100000, 0 })), >,
			  0.99);
}

static void test_many_levels(void)
{
	double usual[CERTAINTY_LEVELS];
	struct tally counted[CERTAINTY_LEVELS];

	fill(usual, counted);
	counted[3] = (struct tally){ 40, 20, 1 };
	counted[9] = (struct tally){ 12, 12, 0 };
	counted[14] = (struct tally){ 90, 60, 20 };
	g_assert_cmpfloat_with_epsilon(odds_shift(usual, counted), search(usual, counted), 0.001);
}

static void test_shifted(void)
{
	g_assert_cmpfloat_with_epsilon(odds_shifted(0.8, 0), 0.8, 1e-12);
	/* odds of 4 to 1, doubled */
	g_assert_cmpfloat_with_epsilon(odds_shifted(0.8, log(2)), 8.0 / 9, 1e-12);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/odds/one-level", test_one_level);
	g_test_add_func("/odds/extremes", test_extremes);
	g_test_add_func("/odds/many-levels", test_many_levels);
	g_test_add_func("/odds/shifted", test_shifted);
	return g_test_run();
}
