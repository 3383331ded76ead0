// SPDX-License-Identifier: GPL-2.0-only
/*
 * A way out in front of what sets a variable here, where upstream's function
 * sets it with its declaration, with the nearest neighbours, which are right.
 */
#include "warn-sample.h"

#define HEAD "int first(void)\n{\n\treturn 1;\n}\n\nint f(struct a *a)\n{\n"
#define REST "\tstep(a);\n\tmore(a);\n"
#define TAIL "out:\n\tunlock(a);\n\treturn ret;\n}\n"

/* upstream declares @there and this tree @here; @fix comes, in front of @rest and @tail */
static void expect_in(const char *there, const char *here, const char *fix, const char *rest,
		      const char *tail, const char *warning)
{
	g_autofree char *base = g_strconcat(HEAD, there, REST, rest, tail, NULL);
	g_autofree char *theirs = g_strconcat(HEAD, there, REST, fix, rest, tail, NULL);
	g_autofree char *ours = g_strconcat(HEAD, here, REST, rest, tail, NULL);
	g_autofree char *result = g_strconcat(HEAD, here, REST, fix, rest, tail, NULL);

	sample(base, ours, theirs, result, warning);
}

static void expect(const char *there, const char *here, const char *fix, const char *warning)
{
	expect_in(there, here, fix, "\tret = g(a);\n", TAIL, warning);
}

#define SET "\tint ret = -EIO;\n\n"
#define BARE "\tint i, ret;\n\n"
#define JUMP "\tif (!a->b)\n\t\tgoto out;\n"
#define UNSET "upstream sets 'ret' where it is declared, and here it is not set yet in line 12"

static void test_unset(void)
{
	expect(SET, BARE, JUMP, UNSET);
	expect(SET, BARE, "\tif (!a->b)\n\t\treturn ret;\n", UNSET);
	expect("\tstruct x *ret = NULL;\n\n", "\tstruct x *ret;\n\n", JUMP, UNSET);
	expect_in(SET, BARE, JUMP, "\tret = g(a);\n",
		  "out:\n\tif (ret)\n\t\tput(a);\n\treturn 0;\n}\n", UNSET);
}

static void test_set(void)
{
	/* it is set here, by its declaration, above, in the lines that come, or behind the label */
	expect(SET, "\tint ret = 0;\n\n", JUMP, NULL);
	expect(SET, BARE "\tret = h(a);\n", JUMP, NULL);
	expect(SET, BARE "\tif (h(&ret))\n\t\treturn 1;\n", JUMP, NULL);
	expect("\tstruct x ret = {};\n\n", "\tstruct x ret;\n\n\tret.a = a;\n", JUMP, NULL);
	expect(SET, BARE "\teach(ret, a)\n\t\th(a);\n", JUMP, NULL);
	expect(SET, BARE, "\tif (!a->b) {\n\t\tret = 1;\n\t\tgoto out;\n\t}\n", NULL);
	expect_in(SET, BARE, JUMP, "\tret = g(a);\n",
		  "out:\n\tret = h(a);\n\treturn ret;\n}\n", NULL);
	expect_in(SET, BARE, JUMP, "\tret = g(a);\n", "out:\n\treturn 0;\n}\n", NULL);
	/* upstream does not set it so either; no way out */
	expect("\tint ret;\n\n", BARE, JUMP, NULL);
	expect(SET, BARE, "\tif (!a->b)\n\t\th(a);\n", NULL);
	expect(SET, BARE, "\tif (!a->b)\n\t\treturn a->ret;\n", NULL);
	expect(SET, BARE "\tif (ret == 3)\n\t\th(a);\n", "\tif (!a->b)\n\t\treturn 1;\n", NULL);
}

/* upstream takes the value out of the declaration; @own is this tree's alone */
static void expect_dropped(const char *own, const char *rest, const char *warning)
{
	g_autofree char *base = g_strconcat(HEAD, SET, REST, rest, TAIL, NULL);
	g_autofree char *theirs = g_strconcat(HEAD, "\tint ret;\n\n", REST, rest, TAIL, NULL);
	g_autofree char *ours = g_strconcat(HEAD, SET, REST, own, rest, TAIL, NULL);
	g_autofree char *result = g_strconcat(HEAD, "\tint ret;\n\n", REST, own, rest, TAIL, NULL);

	sample(base, ours, theirs, result, warning);
}

#define DROPPED "'ret' is not set any more where it is declared, and read here before it is"

static void test_dropped(void)
{
	expect_dropped(JUMP, "\tret = g(a);\n", DROPPED);
	expect_dropped("\tif (!a->b)\n\t\treturn ret;\n", "\tret = g(a);\n", DROPPED);
	expect_dropped("\th(a);\n", "\tret = g(a);\n", NULL);
	expect_dropped("\tif (!a->b) {\n\t\tret = 1;\n\t\tgoto out;\n\t}\n", "\tret = g(a);\n",
		       NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn-unset/unset", test_unset);
	g_test_add_func("/warn-unset/set", test_set);
	g_test_add_func("/warn-unset/dropped", test_dropped);
	return g_test_run();
}
