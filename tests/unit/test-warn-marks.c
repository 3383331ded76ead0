// SPDX-License-Identifier: GPL-2.0-only
/* Conflict markers that a change brings along, and what only looks like them. */
#include "warn-sample.h"

#define MARKED "<<<<<<< HEAD\nint a;\n=======\nint b;\n>>>>>>> topic\n"

static void expect(const char *ours, const char *result, const char *warning)
{
	g_autoptr(GPtrArray) warnings = warnings_of("int x;\n", ours, "int y;\n", result);

	assert_warned(warnings, warning);
}

static void test_marks(void)
{
	expect("int c;\n", "int c;\n" MARKED, "line 2: a conflict marker comes with the change");
	/* it is here already, which makes another line no news */
	expect(MARKED "int c;\n", MARKED "int c;\nint d;\n", NULL);
	/* one of them alone, or not at the margin */
	expect("int c;\n", "int c;\n>>>>>>> topic\n", NULL);
	expect("int c;\n", "int c;\n<<<<<<< HEAD\n", NULL);
	expect("int c;\n", "int c; /*\n  <<<<<<< HEAD\n  >>>>>>> topic */\n", NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn-marks", test_marks);
	return g_test_run();
}
