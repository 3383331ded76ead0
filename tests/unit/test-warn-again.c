// SPDX-License-Identifier: GPL-2.0-only
/* Rows that a table gets, and that it has already, by their keys. */
#include "warn-sample.h"

#define TABLE(rows) "static const struct id ids[] = {\n" rows "\t{ }\n};\n"
#define LAST "\t{ DEVICE(0x9, 0x9), 0 },\n"

/* upstream adds the row @theirs to a table that has @ours already, further up */
static void expect(const char *ours, const char *theirs, const char *warning)
{
	g_autofree char *here = g_strdup_printf(TABLE("%s" LAST), ours);
	g_autofree char *there = g_strdup_printf(TABLE(LAST "%s"), theirs);
	g_autofree char *result = g_strdup_printf(TABLE("%s" LAST "%s"), ours, theirs);
	g_autoptr(GPtrArray) warnings = warnings_of(TABLE(LAST), here, there, result);

	assert_warned(warnings, warning);
}

static void test_rows(void)
{
	expect("\t{ DEVICE(0x1, 0x2), 5 },\n", "\t{ DEVICE(0x1, 0x2), 6 },\n",
	       "'DEVICE(0x1, 0x2)' has a row here already");
	expect("\t{DEVICE(0x1, 0x2)},\n", "\t{ DEVICE(0x1, 0x2), .flags = A },\n",
	       "'DEVICE(0x1, 0x2)' has a row here already");
	expect("\t{ \"a, b\", 5 },\n", "\t{ \"a, b\" },\n", "'\"a, b\"' has a row here already");
	expect("\t{ \"a \\\" {\", 5 },\n", "\t{ \"a \\\" {\" },\n",
	       "'\"a \\\" {\"' has a row here already");
	expect("\t{ MODE_A, 5 },\n", "\t{ MODE_A , 6 },\n", "'MODE_A' has a row here already");
	expect("\tQUIRK(0x1, 0x2, \"old\", FIX_A),\n", "\tQUIRK(0x1, 0x2, \"new\", FIX_B),\n",
	       "'QUIRK(0x1, 0x2' has a row here already");
}

/* another key, or one that says nothing */
static void test_others(void)
{
	expect("\t{ DEVICE(0x1, 0x2), 5 },\n", "\t{ DEVICE(0x1, 0x3), 5 },\n", NULL);
	expect("\t{ DEVICE(0x1, 0x23), 5 },\n", "\t{ DEVICE(0x1, 0x2), 5 },\n", NULL);
	expect("\t{ MODE_AB, 5 },\n", "\t{ MODE_A, 5 },\n", NULL);
	expect("\t{ 0x100, 5 },\n", "\t{ 0x100, 6 },\n", NULL);
	expect("\t{ .name = \"a\" },\n", "\t{ .name = \"a\" },\n", NULL);
	expect("\t{ A, 1 },\n", "\t{ A, 2 },\n", NULL);
	expect("\t{ 1, MODE_A },\n", "\t{ MODE_A, 1 },\n", NULL);
	expect("\tQUIRK(0x1, 0x2, \"old\", FIX_A),\n", "\tQUIRK(0x1, 0x3, \"new\", B),\n",
	       NULL);
	expect("\tQUIRK(0x1, 0x22, \"old\", A),\n", "\tQUIRK(0x1, 0x2, \"new\", B),\n", NULL);
	expect("\tQUIRK(0x1, 0x2);\n", "\tQUIRK(0x1, 0x2);\n", NULL);
	expect("\t{ { MODE_A, 5 }, 1 },\n", "\t{ MODE_A, 5 },\n", NULL);
	expect("\tQUIRK(\"old\", FIX_A),\n", "\tQUIRK(\"old\", FIX_B),\n", NULL);
	expect("\tquirk(0x1, 0x2, \"old\"),\n", "\tquirk(0x1, 0x2, \"new\"),\n", NULL);
	expect("\t{ \"open, 5 },\n", "\t{ \"open, 6 },\n", NULL);
}

#define ROW "\t{ MODE_A, 5 },\n"
#define OTHER "\t{ MODE_A, 6 },\n"
#define THIRD "\t{ MODE_A, 7 },\n"

static void expect_none(const char *base, const char *ours, const char *theirs, const char *result)
{
	g_autoptr(GPtrArray) warnings = warnings_of(base, ours, theirs, result);

	assert_warned(warnings, NULL);
}

/* upstream has two as well, or the one of this tree goes, or the key is none of upstream's */
static void test_counts(void)
{
	expect_none(TABLE(LAST ROW), TABLE(OTHER LAST), TABLE(LAST ROW OTHER),
		    TABLE(OTHER LAST ROW));
	expect_none(TABLE(LAST), TABLE(OTHER LAST), TABLE(LAST ROW), TABLE(LAST ROW));
	expect_none(TABLE(LAST ROW), TABLE(OTHER LAST ROW), TABLE(LAST ROW THIRD),
		    TABLE(OTHER LAST ROW THIRD));
	expect_none(TABLE(LAST), TABLE(OTHER LAST), TABLE(LAST "\t{ KIND_A, 5 },\n"),
		    TABLE(OTHER LAST ROW));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn/again/rows", test_rows);
	g_test_add_func("/warn/again/others", test_others);
	g_test_add_func("/warn/again/counts", test_counts);
	return g_test_run();
}
