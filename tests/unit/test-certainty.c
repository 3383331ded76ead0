// SPDX-License-Identifier: GPL-2.0-only
/*
 * The score card: what speaks for a result puts it higher, what speaks against it lower, and
 * files count together as they should.
 */
#include <glib.h>
#include <string.h>

#include "engine/result/certainty.h"

static struct signs good(void)
{
	struct signs signs;

	signs_init(&signs);
	signs.value[SIGN_files] = signs.value[SIGN_regions] = 1;
	signs.value[SIGN_size] = 2;
	return signs;
}

static void expect_lower(enum sign sign, int value)
{
	struct signs better = good(), worse = good();

	worse.value[sign] = value;
	if (certainty_points(&worse) >= certainty_points(&better))
		g_error("%s does not count", sign_name(sign));
	g_assert_cmpuint(certainty_level(&worse), <=, certainty_level(&better));
}

static void test_order(void)
{
	struct signs best = good();

	expect_lower(SIGN_guess, 1);
	expect_lower(SIGN_rank, 16);
	expect_lower(SIGN_seconded, 0);
	expect_lower(SIGN_agrees, 0);
	expect_lower(SIGN_anchor, 1);
	expect_lower(SIGN_dropped, 1);
	expect_lower(SIGN_sibling_other, 1);
	expect_lower(SIGN_function, 0);
	g_assert_cmpuint(certainty_level(&best), >, CERTAINTY_LEVELS / 2);
}

static void test_join(void)
{
	struct signs all, one = good(), other = good();

	signs_init(&all);
	one.value[SIGN_agrees] = 0;
	one.value[SIGN_function] = 70;
	one.value[SIGN_rank] = 3;
	other.value[SIGN_function] = 90;
	other.value[SIGN_rank] = 5;
	signs_join(&all, &one);
	signs_join(&all, &other);
	g_assert_cmpint(all.value[SIGN_regions], ==, 2);
	g_assert_cmpint(all.value[SIGN_agrees], ==, 0);
	g_assert_cmpint(all.value[SIGN_seconded], ==, 1);
	g_assert_cmpint(all.value[SIGN_function], ==, 70);
	g_assert_cmpint(all.value[SIGN_rank], ==, 5);
	g_assert_cmpstr(sign_name(SIGN_sibling_agrees), ==, "sibling_agrees");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/certainty/order", test_order);
	g_test_add_func("/certainty/join", test_join);
	return g_test_run();
}
