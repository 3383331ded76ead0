// SPDX-License-Identifier: GPL-2.0-only
/* Rows that a table gets, and that it has already, by their keys. */
#include "warn-sample.h"

#define TABLE(rows) "static const struct id ids[] = {\n" rows "\t{ }\n};\n"
#define LAST "\t{ DEVICE(0x9, 0x9), 0 },\n"

/* upstream adds the row @theirs to a table that has @ours already, further up */
static void expect_of(const char *ours, const char *theirs, bool told)
{
	g_autofree char *here = g_strdup_printf(TABLE("%s" LAST), ours);
	g_autofree char *there = g_strdup_printf(TABLE(LAST "%s"), theirs);
	g_autofree char *result = g_strdup_printf(TABLE("%s" LAST "%s"), ours, theirs);
	g_autofree char *row = g_strstrip(g_strdup(ours));
	g_autofree char *warning =
		g_strdup_printf("'%s' is in the table here already, in line 2", row);

	sample(TABLE(LAST), here, there, result, told ? warning : NULL);
}

static void test_rows(void)
{
	expect_of("\t{ DEVICE(0x1, 0x2), 5 },\n", "\t{ DEVICE(0x1, 0x2), 6 },\n", true);
	expect_of("\t{DEVICE(0x1, 0x2)},\n", "\t{ DEVICE(0x1, 0x2), .flags = A },\n", true);
	expect_of("\t{ \"a, b\", 5 },\n", "\t{ \"a, b\" },\n", true);
	expect_of("\t{ \"a \\\" {\", 5 },\n", "\t{ \"a \\\" {\" },\n", true);
	expect_of("\tQUIRK(0x1, 0x2, \"old\", A),\n", "\tQUIRK(0x1, 0x2, \"new\", B),\n", true);
}

/* another key, or one that says nothing */
static void test_others(void)
{
	static const char *const rows[][2] = {
		{ "\t{ DEVICE(0x1, 0x2), 5 },\n", "\t{ DEVICE(0x1, 0x3), 5 },\n" },
		{ "\t{ DEVICE(0x1, 0x23), 5 },\n", "\t{ DEVICE(0x1, 0x2), 5 },\n" },
		{ "\t{ MODE_A, 5 },\n", "\t{ MODE_A, 6 },\n" },
		{ "\t{ 0x100, 5 },\n", "\t{ 0x100, 6 },\n" },
		{ "\t{ .name = \"a\" },\n", "\t{ .name = \"a\" },\n" },
		{ "\t{ \"\", 1 },\n", "\t{ \"\", 2 },\n" },
		{ "\t{ 1, DEVICE(0x1) },\n", "\t{ DEVICE(0x1), 1 },\n" },
		{ "\t{ device(0x1), 1 },\n", "\t{ device(0x1), 2 },\n" },
		{ "\t{ DEVICE(0x1); },\n", "\t{ DEVICE(0x1); },\n" },
		{ "\tQUIRK(0x1, 0x2, \"a\"),\n", "\tQUIRK(0x1, 0x3, \"b\"),\n" },
		{ "\tQUIRK(0x1, 0x22, \"a\"),\n", "\tQUIRK(0x1, 0x2, \"b\"),\n" },
		{ "\tQUIRK(0x1, 0x2);\n", "\tQUIRK(0x1, 0x2);\n" },
		{ "\t{ { DEVICE(0x1), 5 }, 1 },\n", "\t{ DEVICE(0x1), 5 },\n" },
		{ "\tQUIRK(\"a\", FIX_A),\n", "\tQUIRK(\"a\", FIX_B),\n" },
		{ "\tquirk(0x1, 0x2, \"a\"),\n", "\tquirk(0x1, 0x2, \"b\"),\n" },
		{ "\t{ \"open, 5 },\n", "\t{ \"open, 6 },\n" },
		/* upstream has a second one anyway: a route, not a key */
		{ "\t{ \"Jack\", \"L\" },\n", "\t{ \"Jack\", \"R\" },\n\t{ \"Jack\", \"M\" },\n" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		expect_of(rows[i][0], rows[i][1], false);
}

#define ROW "\t{ DEVICE(0x1), 5 },\n"
#define OTHER "\t{ DEVICE(0x1), 6 },\n"
#define SECOND "static const struct id more[] = {\n"

static void expect_none(const char *base, const char *ours, const char *theirs, const char *result)
{
	sample(base, ours, theirs, result, NULL);
}

/* the one of this tree goes, or the key is none of upstream's, or there are two tables */
static void test_counts(void)
{
	expect_none(TABLE(LAST), TABLE(OTHER LAST), TABLE(LAST ROW), TABLE(LAST ROW));
	expect_none(TABLE(LAST), TABLE(ROW LAST), TABLE(LAST ROW), TABLE(LAST ROW));
	expect_none(TABLE(LAST), TABLE(OTHER LAST), TABLE(LAST "\t{ DEVICE(0x2), 5 },\n"),
		    TABLE(OTHER LAST ROW));
	expect_none(TABLE(LAST OTHER), TABLE(OTHER LAST), TABLE(LAST ROW), TABLE(OTHER LAST ROW));
	expect_none(TABLE(LAST) SECOND "};\n", TABLE(OTHER LAST) SECOND "};\n",
		    TABLE(LAST) SECOND ROW "};\n", TABLE(OTHER LAST) SECOND ROW "};\n");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn/again/rows", test_rows);
	g_test_add_func("/warn/again/others", test_others);
	g_test_add_func("/warn/again/counts", test_counts);
	return g_test_run();
}
