// SPDX-License-Identifier: GPL-2.0-only
/*
 * Formats at another place of a call than in this tree's file, with their
 * nearest neighbours, which are no fault.
 */
#include "warn-sample.h"

static char *body(const char *old, const char *new)
{
	return g_strconcat("int use(int a)\n{\n\tint b = 0;\n\n", old, new, "\treturn b;\n}\n",
			   NULL);
}

/* @new comes behind @old; upstream's file is another one: of it nothing is known */
static void expect_format(const char *old, const char *new, const char *warning)
{
	g_autofree char *before = body(old, ""), *after = body(old, new);
	g_autoptr(GPtrArray) warnings = warnings_of("int x;\n", before, "int y;\n", after);

	assert_warned(warnings, warning);
}

static void test_formats(void)
{
	const char *own = "\tsay(b, ERR, \"no %d\", a);\n";

	expect_format(own, "\tsay(ERR, \"bad %d\", a);\n",
		      "the format of 'say' is argument 3 in this file, not 2");
	expect_format(own, "\tsay(ERR,\n\t    \"bad %d\",\n\t    a);\n",
		      "the format of 'say' is argument 3 in this file, not 2");
	expect_format(own, "\tsay(a, ERR, \"bad %d and %d\", a, b);\n", NULL);
	expect_format(own, "\tsay(f(a, \"%\"), ERR, \"bad %d\", a);\n", NULL);
	expect_format(own, "\tother(ERR, \"bad %d\", a);\n", NULL);
	expect_format(own, "\tsay(ERR, format, a);\n", NULL);
	expect_format(own, "\tp->say(ERR, \"bad %d\", a);\n", NULL);
	/* the file does it in both ways */
	expect_format("\tsay(b, ERR, \"no %d\", a);\n\tsay(ERR, \"no %d\", a);\n",
		      "\tsay(ERR, \"bad %d\", a);\n", NULL);
}

/* upstream's file does it in both ways as well */
static void test_formats_upstream(void)
{
	const char *base = "int u(int a)\n{\n\tsay(1, \"%d\", a);\n\tsay(\"%d\", a);\n}\n";
	const char *theirs = "int u(int a)\n{\n\tsay(1, \"%d\", a);\n\tsay(\"%d\", a);\n"
			     "\tsay(\"%x\", a);\n}\n";
	const char *ours = "int u(int a)\n{\n\tsay(1, \"%d\", a);\n}\n";
	const char *result = "int u(int a)\n{\n\tsay(1, \"%d\", a);\n\tsay(\"%x\", a);\n}\n";
	g_autoptr(GPtrArray) warnings = warnings_of(base, ours, theirs, result);

	g_assert_cmpuint(warnings->len, ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn-formats/place", test_formats);
	g_test_add_func("/warn-formats/upstream", test_formats_upstream);
	return g_test_run();
}
