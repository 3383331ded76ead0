// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that this tree's file has once more than upstream's, and those that
 * only look like it.
 */
#include "warn-sample.h"

#define F(body) "int f(struct a *a, char *b)\n{\n" body "}\n"
#define G(body) "int g(struct a *a, char *b)\n{\n" body "}\n"
#define OLD "\ta->rate = rate(a, b);\n"
#define NEW "\ta->rate = b ? rate(a, b) : 0;\n"

static void expect(const char *base, const char *ours, const char *theirs, const char *result,
		   const char *warning)
{
	g_autoptr(GPtrArray) warnings = warnings_of(base, ours, theirs, result);

	assert_warned(warnings, warning);
}

/* a function that upstream has not, or that does not do so there */
static void test_changed(void)
{
	static const char told[] = "'a->rate = rate(a, b);' is what upstream changes, and 'g' has "
				   "it here too, in line 7";

	expect(F(OLD), F(OLD) G(OLD), F(NEW), F(NEW) G(OLD), told);
	expect(F(OLD) G("\treturn 0;\n"), F(OLD) G(OLD), F(NEW) G("\treturn 0;\n"), F(NEW) G(OLD),
	       told);
	/* indented otherwise, or with the end of a line that another system writes */
	expect(F(OLD), F(OLD) G("\tif (b)\n\t\ta->rate = rate(a, b); \r\n"), F(NEW),
	       F(NEW) G("\tif (b)\n\t\ta->rate = rate(a, b); \r\n"),
	       "'a->rate = rate(a, b);' is what upstream changes, and 'g' has it here too, in "
	       "line 8");
	/* a call says more than an assignment */
	expect(F("\tset_rate(a, 100);\n"), F("\tset_rate(a, 100);\n") G("\tset_rate(a, 100);\n"),
	       F("\tset_rate(a, 9);\n"), F("\tset_rate(a, 9);\n") G("\tset_rate(a, 100);\n"),
	       "'set_rate(a, 100);' is what upstream changes, and 'g' has it here too, in line 7");
	/* upstream leaves one alone, or both */
	expect(F(OLD) G(OLD), F(OLD) G(OLD OLD), F(NEW) G(OLD), F(NEW) G(OLD OLD), NULL);
	/* both trees have it elsewhere, and upstream changes all, here too */
	expect(F(OLD) G(OLD), F(OLD) "int c;\n" G(OLD), F(NEW) G(NEW), F(NEW) "int c;\n" G(NEW),
	       NULL);
	/* what upstream's file has as well is none of this tree's own */
	expect(F(OLD) G(OLD), F(OLD) "int c;\n" G(OLD), F(NEW) G(NEW), F(NEW) "int c;\n" G(OLD),
	       NULL);
	/* a part of a line is another one */
	expect(F(OLD), F(OLD) G("\tlong a->rate = rate(a, b);\n"), F(NEW),
	       F(NEW) G("\tlong a->rate = rate(a, b);\n"), NULL);
}

/* all of the lines that one change takes away */
static void test_run(void)
{
	expect(F(OLD "\tlog(a, b);\n"), F(OLD "\tlog(a, b);\n") G("\n" OLD "\tlog(a, b);\n"),
	       F("\tstop(a);\n"), F("\tstop(a);\n") G("\n" OLD "\tlog(a, b);\n"),
	       "'a->rate = rate(a, b);' is what upstream changes, and 'g' has it here too, in "
	       "line 8");
	expect(F("\tif (a)\n" OLD), F("\tif (a)\n" OLD) G("\tif (a)\n" OLD), F("\tstop(a);\n"),
	       F("\tstop(a);\n") G("\tif (a)\n" OLD),
	       "'a->rate = rate(a, b);' is what upstream changes, and 'g' has it here too, in "
	       "line 8");
	expect(F(OLD "\tlog(a, b);\n"), F(OLD "\tlog(a, b);\n") G(OLD "\tlog(b, a);\n"),
	       F("\tstop(a);\n"), F("\tstop(a);\n") G(OLD "\tlog(b, a);\n"), NULL);
	/* and the file ends */
	expect(F(OLD "\tlog(a, b);\n"), F(OLD "\tlog(a, b);\n") "int g(void)\n{\n" OLD,
	       F("\tstop(a);\n"), F("\tstop(a);\n") "int g(void)\n{\n" OLD, NULL);
}

/* what stands in many functions by chance, or in none */
static void test_common(void)
{
	static const char *const lines[] = {
		"\tstruct b *c;\n",	   "\treturn -EINVAL;\n",	   "\terr = -EINVAL;\n",
		"\tif (!a)\n",		   "\t    a, b);\n",	   "\tcase ONE:\n",
		"\tstatic int c = 0;\n",  "#define RATE (a + b)\n", "\tint n = count(a, b);\n",
		"\t    &a->n, rate(b));\n", "\t     b++, a = next(a)) {\n",
		"\tif (!a->list) {\n",
	};

	for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *base = g_strdup_printf(F("%s\tgo(a);\n"), lines[i]);
		g_autofree char *other = g_strdup_printf(G("%s"), lines[i]);
		g_autofree char *ours = g_strconcat(base, other, NULL);
		g_autofree char *result = g_strconcat(F("\tgo(a);\n"), other, NULL);

		expect(base, ours, F("\tgo(a);\n"), result, NULL);
	}
	expect(F(OLD), F(OLD) "/*\n" OLD " */\n", F(NEW), F(NEW) "/*\n" OLD " */\n", NULL);
}

#define DROP "\tdrop(b);\n"

/* upstream adds what this tree's function does already */
static void test_added(void)
{
	expect(F("\tone(a);\n\ttwo(a);\n"), F("\tif (a)\n\t" DROP "\tone(a);\n\ttwo(a);\n"),
	       F("\tone(a);\n\ttwo(a);\n" DROP),
	       F("\tif (a)\n\t" DROP "\tone(a);\n\ttwo(a);\n" DROP),
	       "'drop(b);' stands in 'f' here already");
	expect(F("\tone(a);\n\ttwo(a);\n"), F("\ta->n++;\n\tone(a);\n\ttwo(a);\n"),
	       F("\tone(a);\n\ttwo(a);\n\ta->n++;\n\treturn 0;\n"),
	       F("\ta->n++;\n\tone(a);\n\ttwo(a);\n\ta->n++;\n\treturn 0;\n"),
	       "'a->n++;' stands in 'f' here already");
	/* what may leave it in between is not left for good */
	expect(F("\tone(a);\n\ttwo(a);\n"),
	       F("\tif (a) {\n\t" DROP "\t\tif (b) {\n\t\t\treturn 1;\n\t\t}\n\t}\n"
		 "\tone(a);\n\ttwo(a);\n"),
	       F("\tone(a);\n\ttwo(a);\n" DROP),
	       F("\tif (a) {\n\t" DROP "\t\tif (b) {\n\t\t\treturn 1;\n\t\t}\n\t}\n"
		 "\tone(a);\n\ttwo(a);\n" DROP),
	       "'drop(b);' stands in 'f' here already");
	/* upstream's function did so before */
	expect(F(DROP "\tone(a);\n\ttwo(a);\n"), F(DROP "\tone(a);\n\tuse(a);\n\ttwo(a);\n"),
	       F("\tone(a);\n\ttwo(a);\n" DROP),
	       F(DROP "\tone(a);\n\tuse(a);\n\ttwo(a);\n" DROP), NULL);
	/* upstream does it as often */
	expect(F("\tone(a);\n\ttwo(a);\n"), F(DROP "\tone(a);\n\ttwo(a);\n"),
	       F("\tone(a);\n" DROP "\ttwo(a);\n" DROP),
	       F("\tone(a);\n" DROP "\ttwo(a);\n" DROP), NULL);
	/* in this tree's words, which are not upstream's */
	expect(F("\tone(a);\n\tput(b);\n"), F("\tone(a);\n" DROP),
	       F("\tput(b);\n\tone(a);\n\tput(b);\n"), F(DROP "\tone(a);\n" DROP), NULL);
	/* another function does */
	expect(F("\tone(a);\n") G("\tone(a);\n"), F("\tone(a);\n") G(DROP "\tone(a);\n"),
	       F("\tone(a);\n" DROP) G("\tone(a);\n"), F("\tone(a);\n" DROP) G(DROP "\tone(a);\n"),
	       NULL);
}

/* copies for other ways out, and what does nothing that is worth a word */
static void test_ways(void)
{
	static const char *const here[] = {
		"\tif (a) {\n\t" DROP "\t\treturn 1;\n\t}\n",
		"\tswitch (a->n) {\n\tcase 1:\n\t" DROP "\t\tbreak;\n\t}\n",
		DROP "\treturn 0;\nout:\n",
		"\tlog(drop(b));\n",
	};

	for (guint i = 0; i < G_N_ELEMENTS(here); i++) {
		g_autofree char *ours = g_strdup_printf(F("%s\tone(a);\n\ttwo(a);\n"), here[i]);
		g_autofree char *result = g_strdup_printf(
			F("%s\tone(a);\n\ttwo(a);\n" DROP "\treturn 1;\n"), here[i]);

		expect(F("\tone(a);\n\ttwo(a);\n"), ours,
		       F("\tone(a);\n\ttwo(a);\n" DROP "\treturn 1;\n"), result, NULL);
	}
	/* "rest);" of a call; a macro; a control word */
	expect(F("\tone(a);\n"), F("\tlog(a,\n\t" DROP "\tone(a);\n"),
	       F("\tone(a);\n\tlog(b,\n\t" DROP),
	       F("\tlog(a,\n\t" DROP "\tone(a);\n\tlog(b,\n\t" DROP), NULL);
	expect(F("\tone(a);\n"), F("\tDROP(b);\n\tone(a);\n"), F("\tone(a);\n\tDROP(b);\n"),
	       F("\tDROP(b);\n\tone(a);\n\tDROP(b);\n"), NULL);
	expect(F("\tone(a);\n"), F("\twhile (a);\n\tone(a);\n"), F("\tone(a);\n\twhile (a);\n"),
	       F("\twhile (a);\n\tone(a);\n\twhile (a);\n"), NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn/copies/changed", test_changed);
	g_test_add_func("/warn/copies/run", test_run);
	g_test_add_func("/warn/copies/common", test_common);
	g_test_add_func("/warn/copies/added", test_added);
	g_test_add_func("/warn/copies/ways", test_ways);
	return g_test_run();
}
