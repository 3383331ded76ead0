// SPDX-License-Identifier: GPL-2.0-only
/* A change in one arm of an #if, and what is none. */
#include "warn-sample.h"

#define F(body) "int f(int a)\n{\n\tint v = a;\n\n" body "\treturn v;\n}\n"
#define FIX "\tif (v > 9)\n\t\tv = 9;\n"
#define ADD "\tv += 3;\n"
#define SLOW "\tv += slow(a);\n"
#define STUB "#else\nstatic int f(int a) { return 0; }\n#endif\n"
#define WIDE "#else\nstatic int f(int v)\n{\n\treturn 0;\n}\n#endif\n"
#define INNER "#if B\nint g(int v)\n{\n\treturn v;\n}\n#else\nint h(int v)\n{\n\tv += 2;\n" \
	"\treturn v;\n}\n#endif\n"
#define TOLD "the change is in one arm of '#ifdef FAST' in line 5, which upstream does not have"

static void test_arms(void)
{
	sample(F(ADD), F("#ifdef FAST\n" ADD "#else\n" SLOW "#endif\n"), F(ADD FIX),
	       F("#ifdef FAST\n" ADD FIX "#else\n" SLOW "#endif\n"), TOLD);
	sample(F(ADD), F("#ifdef FAST\n" SLOW "# elif defined(B)\n" ADD "#endif\n"), F(ADD FIX),
	       F("#ifdef FAST\n" SLOW "# elif defined(B)\n" ADD FIX "#endif\n"), TOLD);
	/* with one in it, of one arm */
	sample(F(ADD), F("#ifdef FAST\n#if B\n" ADD "#endif\n#else\n" SLOW "#endif\n"), F(ADD FIX),
	       F("#ifdef FAST\n#if B\n" ADD FIX "#endif\n#else\n" SLOW "#endif\n"), TOLD);
	/* the function itself */
	sample(F(ADD), "int o;\n\n\n\n#ifdef FAST\n" F(ADD) "#else\n" F(SLOW) "#endif\n",
	       F(ADD FIX), "int o;\n\n\n\n#ifdef FAST\n" F(ADD FIX) "#else\n" F(SLOW) "#endif\n",
	       TOLD);
}

static void test_others(void)
{
	/* one arm, or beside it */
	sample(F(ADD), F("#ifdef FAST\n" ADD "#endif\n" SLOW), F(ADD FIX),
	       F("#ifdef FAST\n" ADD FIX "#endif\n" SLOW), NULL);
	sample(F(ADD), F("#ifdef FAST\n" SLOW "#else\n#endif\n" ADD), F(ADD FIX),
	       F("#ifdef FAST\n" SLOW "#else\n#endif\n" ADD FIX), NULL);
	/* upstream has the same, or another one with two arms around */
	sample(F("#ifdef FAST\n" ADD "#endif\n"), F("#ifdef FAST\n" ADD "#else\n" SLOW "#endif\n"),
	       F("#ifdef FAST\n" ADD FIX "#endif\n"),
	       F("#ifdef FAST\n" ADD FIX "#else\n" SLOW "#endif\n"), NULL);
	sample(F("#if B\n" ADD "#else\n#endif\n"), F("#ifdef FAST\n" ADD "#else\n" SLOW "#endif\n"),
	       F("#if B\n" ADD FIX "#else\n#endif\n"),
	       F("#ifdef FAST\n" ADD FIX "#else\n" SLOW "#endif\n"), NULL);
	/* the other one has nothing to do with it */
	sample(F(ADD), F("#ifdef FAST\n" ADD "#else\n\tslow();\n#endif\n"), F(ADD FIX),
	       F("#ifdef FAST\n" ADD FIX "#else\n\tslow();\n#endif\n"), NULL);
	/* a stub does nothing with it */
	sample(F(ADD), "#ifdef FAST\n" F(ADD) WIDE, F(ADD FIX), "#ifdef FAST\n" F(ADD FIX) WIDE,
	       NULL);
	sample(F(ADD), "#ifdef FAST\n" F(ADD) STUB, F(ADD FIX), "#ifdef FAST\n" F(ADD FIX) STUB,
	       NULL);
	/* around all of the file; the arms of one in it are in the same arm */
	sample(F(ADD) INNER, "#ifdef FAST\n" F(ADD) INNER STUB, F(ADD FIX) INNER,
	       "#ifdef FAST\n" F(ADD FIX) INNER STUB, NULL);
	/* both arms get it, upstream's one too */
	sample(F(ADD), F("#ifdef FAST\n" ADD "#else\n" SLOW "#endif\n"), F(FIX ADD FIX),
	       F("#ifdef FAST\n" FIX ADD FIX "#else\n" SLOW "#endif\n"), NULL);
}

/* more of them than are looked into, in one that is */
static void test_deep(void)
{
	g_autoptr(GString) opens = g_string_new(NULL), closes = g_string_new(NULL);
	g_autofree char *ours = NULL, *result = NULL;

	for (guint i = 0; i < 40; i++) {
		g_string_append(opens, "#if 1\n");
		g_string_append(closes, i == 39 ? "#endif\n" : "#else\n" SLOW "#endif\n");
	}
	ours = g_strdup_printf(F("#ifdef FAST\n%s" ADD "%s#else\n#endif\n"), opens->str,
			       closes->str);
	result = g_strdup_printf(F("#ifdef FAST\n%s" ADD FIX "%s#else\n#endif\n"), opens->str,
				 closes->str);
	sample(F(ADD), ours, F(ADD FIX), result,
	       "the change is in one arm of '#if 1' in line 20, which upstream does not have");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn/arms/arms", test_arms);
	g_test_add_func("/warn/arms/others", test_others);
	g_test_add_func("/warn/arms/deep", test_deep);
	return g_test_run();
}
