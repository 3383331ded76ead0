// SPDX-License-Identifier: GPL-2.0-only
/* What a function does already, and upstream adds to it; and what only looks like it. */
#include "warn-sample.h"

#define F(body) "int f(struct a *a, char *b)\n{\n" body "}\n"
#define G(body) "int g(struct a *a, char *b)\n{\n" body "}\n"

#define DROP "\tfree_it(b);\n"

/* upstream adds what this tree's function does already */
static void test_added(void)
{
	sample(F("\tone(a);\n\ttwo(a);\n"), F("\tif (a)\n\t" DROP "\tone(a);\n\ttwo(a);\n"),
	       F("\tone(a);\n\ttwo(a);\n" DROP),
	       F("\tif (a)\n\t" DROP "\tone(a);\n\ttwo(a);\n" DROP),
	       "'free_it(b);' stands in 'f' here already, in line 4");
	sample(F("\tone(a);\n\ttwo(a);\n"), F("\ta->n++;\n\tone(a);\n\ttwo(a);\n"),
	       F("\tone(a);\n\ttwo(a);\n\ta->n++;\n\treturn 0;\n"),
	       F("\ta->n++;\n\tone(a);\n\ttwo(a);\n\ta->n++;\n\treturn 0;\n"),
	       "'a->n++;' stands in 'f' here already, in line 3");
	/* the other one may stand below */
	sample(F("\tone(a);\n\ttwo(a);\n"), F("\tone(a);\n\ttwo(a);\n" DROP),
	       F(DROP "\tone(a);\n\ttwo(a);\n"), F(DROP "\tone(a);\n\ttwo(a);\n" DROP),
	       "'free_it(b);' stands in 'f' here already, in line 6");
	/* without braces too, and said once for all of the lines */
	sample(F("\tone(a);\n\ttwo(a);\n"),
	       F(DROP "\tif (b)\n\t\treturn 1;\n\tone(a);\n\ttwo(a);\n"),
	       F("\tone(a);\n\ttwo(a);\n" DROP DROP),
	       F(DROP "\tif (b)\n\t\treturn 1;\n\tone(a);\n\ttwo(a);\n" DROP DROP),
	       "'free_it(b);' stands in 'f' here already, in line 3");
	/* what may leave it in between is not left for good */
	sample(F("\tone(a);\n\ttwo(a);\n"),
	       F("\tif (a) {\n\t" DROP "\t\tif (b) {\n\t\t\treturn 1;\n\t\t}\n\t}\n"
		 "\tone(a);\n\ttwo(a);\n"),
	       F("\tone(a);\n\ttwo(a);\n" DROP),
	       F("\tif (a) {\n\t" DROP "\t\tif (b) {\n\t\t\treturn 1;\n\t\t}\n\t}\n"
		 "\tone(a);\n\ttwo(a);\n" DROP),
	       "'free_it(b);' stands in 'f' here already, in line 4");
	/* upstream's function did so before */
	sample(F(DROP "\tone(a);\n\ttwo(a);\n"), F(DROP "\tone(a);\n\tuse(a);\n\ttwo(a);\n"),
	       F("\tone(a);\n\ttwo(a);\n" DROP),
	       F(DROP "\tone(a);\n\tuse(a);\n\ttwo(a);\n" DROP), NULL);
	/* upstream does it as often */
	sample(F("\tone(a);\n\ttwo(a);\n"), F(DROP "\tone(a);\n\ttwo(a);\n"),
	       F("\tone(a);\n" DROP "\ttwo(a);\n" DROP),
	       F("\tone(a);\n" DROP "\ttwo(a);\n" DROP), NULL);
	/* in this tree's words, which are not upstream's */
	sample(F("\tone(a);\n\tput(b);\n"), F("\tone(a);\n" DROP),
	       F("\tput(b);\n\tone(a);\n\tput(b);\n"), F(DROP "\tone(a);\n" DROP), NULL);
	/* another function does */
	sample(F("\tone(a);\n") G("\tone(a);\n"), F("\tone(a);\n") G(DROP "\tone(a);\n"),
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
		"\tlog(free_it(b));\n",
	};

	for (guint i = 0; i < G_N_ELEMENTS(here); i++) {
		g_autofree char *ours = g_strdup_printf(F("%s\tone(a);\n\ttwo(a);\n"), here[i]);
		g_autofree char *result = g_strdup_printf(
			F("%s\tone(a);\n\ttwo(a);\n" DROP "\treturn 1;\n"), here[i]);

		sample(F("\tone(a);\n\ttwo(a);\n"), ours,
		       F("\tone(a);\n\ttwo(a);\n" DROP "\treturn 1;\n"), result, NULL);
	}
	/* each in an arm of its own; what counts nothing; what is done all over the place */
	sample(F("\tif (a) {\n\t} else {\n\t}\n"), F("\tif (a) {\n\t" DROP "\t} else {\n\t}\n"),
	       F("\tif (a) {\n\t} else {\n\t" DROP "\t}\n"),
	       F("\tif (a) {\n\t" DROP "\t} else {\n\t" DROP "\t}\n"), NULL);
	sample(F("\tone(a);\n"), F("\tmsleep(9);\n\tone(a);\n"), F("\tone(a);\n\tmsleep(9);\n"),
	       F("\tmsleep(9);\n\tone(a);\n\tmsleep(9);\n"), NULL);
	sample(F("\tone(a);\n"), F("\tn++;\n\tone(a);\n"), F("\tone(a);\n\tn++;\n"),
	       F("\tn++;\n\tone(a);\n\tn++;\n"), NULL);
	sample(F("\tone(a);\n"), F(DROP DROP DROP DROP "\tone(a);\n"), F("\tone(a);\n" DROP),
	       F(DROP DROP DROP DROP "\tone(a);\n" DROP), NULL);
	/* "rest);" of a call; a macro */
	sample(F("\tone(a);\n"), F("\tlog(a,\n\t" DROP "\tone(a);\n"),
	       F("\tone(a);\n\tlog(b,\n\t" DROP),
	       F("\tlog(a,\n\t" DROP "\tone(a);\n\tlog(b,\n\t" DROP), NULL);
	sample(F("\tone(a);\n"), F("\tFREE(b);\n\tone(a);\n"), F("\tone(a);\n\tFREE(b);\n"),
	       F("\tFREE(b);\n\tone(a);\n\tFREE(b);\n"), NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn/deeds/added", test_added);
	g_test_add_func("/warn/deeds/ways", test_ways);
	return g_test_run();
}
