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

#define S "static void set(struct a *a, int n)\n{\n}\n"
#define SET "\tset(a, 100);\n"
#define SET9 "\tset(a, 9);\n"

/* a function that upstream has not, or that does not do so there */
static void test_changed(void)
{
	static const char told[] = "'a->rate = rate(a, b);' is what upstream changes, and 'g' has "
				   "it here too, in line 7";

	sample(F(OLD), F(OLD) G(OLD), F(NEW), F(NEW) G(OLD), told);
	sample(F(OLD) G("\treturn 0;\n"), F(OLD) G(OLD), F(NEW) G("\treturn 0;\n"), F(NEW) G(OLD),
	       told);
	/* whatever stands in front of that function */
	sample(F(OLD), F(OLD) "int h(int a);\nint t[] = {\n\t1,\n};\n" G(OLD), F(NEW),
	       F(NEW) "int h(int a);\nint t[] = {\n\t1,\n};\n" G(OLD),
	       "'a->rate = rate(a, b);' is what upstream changes, and 'g' has it here too, in "
	       "line 11");
	/* indented otherwise, or with the end of a line that another system writes */
	sample(F(OLD), F(OLD) G("\tif (b)\n\t\ta->rate = rate(a, b); \r\n"), F(NEW),
	       F(NEW) G("\tif (b)\n\t\ta->rate = rate(a, b); \r\n"),
	       "'a->rate = rate(a, b);' is what upstream changes, and 'g' has it here too, in "
	       "line 8");
	/* two names are enough where the file says what is called */
	sample(S F(SET), S F(SET) G(SET), S F(SET9), S F(SET9) G(SET),
	       "'set(a, 100);' is what upstream changes, and 'g' has it here too, in line 10");
	sample(F(SET), F(SET) G(SET), F(SET9), F(SET9) G(SET), NULL);
	/* what upstream only removes may be right here */
	sample(F("\tlock(a->b);\n"), F("\tlock(a->b);\n") G("\tlock(a->b);\n"), F(""),
	       F("") G("\tlock(a->b);\n"), NULL);
	sample(F("\tlock(a->b);\n"), F("\tlock(a->b);\n") G("\tlock(a->b);\n"), F("\tlck(a);\n"),
	       F("\tlck(a);\n") G("\tlock(a->b);\n"),
	       "'lock(a->b);' is what upstream changes, and 'g' has it here too, in line 7");
	/* upstream leaves one alone, or both */
	sample(F(OLD) G(OLD), F(OLD) G(OLD OLD), F(NEW) G(OLD), F(NEW) G(OLD OLD), NULL);
	/* both trees have it elsewhere, and upstream changes all, here too */
	sample(F(OLD) G(OLD), F(OLD) "int c;\n" G(OLD), F(NEW) G(NEW), F(NEW) "int c;\n" G(NEW),
	       NULL);
	/* what upstream's file has as well is none of this tree's own */
	sample(F(OLD) G(OLD), F(OLD) "int c;\n" G(OLD), F(NEW) G(NEW), F(NEW) "int c;\n" G(OLD),
	       NULL);
	/* a part of a line is another one */
	sample(F(OLD), F(OLD) G("\tlong a->rate = rate(a, b);\n"), F(NEW),
	       F(NEW) G("\tlong a->rate = rate(a, b);\n"), NULL);
}

/* all of the lines that one change takes away */
static void test_run(void)
{
	sample(F(OLD "\tlog(a, b);\n"), F(OLD "\tlog(a, b);\n") G("\n" OLD "\tlog(a, b);\n"),
	       F("\tstop(a);\n"), F("\tstop(a);\n") G("\n" OLD "\tlog(a, b);\n"),
	       "'a->rate = rate(a, b);' is what upstream changes, and 'g' has it here too, in "
	       "line 8");
	sample(F("\tif (a)\n" OLD), F("\tif (a)\n" OLD) G("\tif (a)\n" OLD), F("\tstop(a);\n"),
	       F("\tstop(a);\n") G("\tif (a)\n" OLD),
	       "'a->rate = rate(a, b);' is what upstream changes, and 'g' has it here too, in "
	       "line 8");
	sample(F(OLD "\tlog(a, b);\n"), F(OLD "\tlog(a, b);\n") G(OLD "\tlog(b, a);\n"),
	       F("\tstop(a);\n"), F("\tstop(a);\n") G(OLD "\tlog(b, a);\n"), NULL);
	/* and the file ends */
	sample(F(OLD "\tlog(a, b);\n"), F(OLD "\tlog(a, b);\n") "int g(void)\n{\n" OLD,
	       F("\tstop(a);\n"), F("\tstop(a);\n") "int g(void)\n{\n" OLD, NULL);
}

/* a longer one is looked at no more */
static void test_long(void)
{
	for (guint count = 40; count <= 41; count++) {
		g_autoptr(GString) run = g_string_new(NULL);
		g_autofree char *base = NULL, *ours = NULL, *result = NULL;

		for (guint i = 0; i < count; i++)
			g_string_append_printf(run, "\tset_%u(a, b);\n", i);
		base = g_strdup_printf(F("%s"), run->str);
		ours = g_strdup_printf(F("%s") G("%s"), run->str, run->str);
		result = g_strdup_printf(F(NEW) G("%s"), run->str);
		sample(base, ours, F(NEW), result,
		       count > 40 ? NULL : "'set_0(a, b);' is what upstream changes, and 'g' has "
					   "it here too, in line 7");
	}
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
		"\tfor (n = 0; n < count; n++)\n", "\tmemset(&a, 0, sizeof(a));\n",
	};

	for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *base = g_strdup_printf(F("%s\tgo(a);\n"), lines[i]);
		g_autofree char *other = g_strdup_printf(G("%s"), lines[i]);
		g_autofree char *ours = g_strconcat(base, other, NULL);
		g_autofree char *result = g_strconcat(F("\tgo(a);\n"), other, NULL);

		sample(base, ours, F("\tgo(a);\n"), result, NULL);
	}
	sample(F(OLD), F(OLD) G("\t/*\n" OLD "\t */\n"), F(NEW), F(NEW) G("\t/*\n" OLD "\t */\n"),
	       NULL);
	sample(F(OLD), F(OLD) "/*\n" OLD " */\n", F(NEW), F(NEW) "/*\n" OLD " */\n", NULL);
}

#define BROKEN "\tstep(a->rate,\n\t     b);\n"

/* lines that upstream only breaks otherwise are what they were */
static void test_broken(void)
{
	sample(F(BROKEN), F(BROKEN) G(BROKEN), F("\tstep(a->rate, b);\n"),
	       F("\tstep(a->rate, b);\n") G(BROKEN), NULL);
	sample(F(BROKEN), F(BROKEN) G(BROKEN), F("\tstep(a->rate, c);\n"),
	       F("\tstep(a->rate, c);\n") G(BROKEN),
	       "'step(a->rate,' is what upstream changes, and 'g' has it here too, in line 7");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn/copies/changed", test_changed);
	g_test_add_func("/warn/copies/run", test_run);
	g_test_add_func("/warn/copies/long", test_long);
	g_test_add_func("/warn/copies/common", test_common);
	g_test_add_func("/warn/copies/broken", test_broken);
	return g_test_run();
}
