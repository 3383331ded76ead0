// SPDX-License-Identifier: GPL-2.0-only
/*
 * A return that comes between jumps to what undoes things here, where upstream
 * has returns around it, with the nearest neighbours, which are right.
 */
#include "warn-sample.h"

#define HEAD "int first(void)\n{\n\treturn 1;\n}\n\nint probe(struct a *a)\n{\n\tint ret;\n\n"
#define ONE "\tret = one(a);\n\tif (ret)\n"
#define TWO "\tif (two(a))\n"
#define MORE "\tmore(a);\n\tevenmore(a);\n\tret = three(a);\n\tif (ret)\n"
#define RET "\t\treturn ret;\n"
#define OUT "\t\tgoto out;\n"

static void expect(const char *above, const char *below, const char *fix, const char *tail,
		   const char *warning)
{
	static const char end[] = "\treturn 0;\n}\n";
	static const char upstream_tail[] = "\treturn 0;\n}\n";
	g_autofree char *base = g_strconcat(HEAD ONE RET MORE RET, upstream_tail, NULL);
	g_autofree char *theirs = g_strconcat(HEAD ONE RET "\tmore(a);\n", fix,
					      "\tevenmore(a);\n\tret = three(a);\n\tif (ret)\n" RET,
					      upstream_tail, NULL);
	g_autofree char *ours = g_strconcat(HEAD ONE, above, MORE, below, tail, end, NULL);
	g_autofree char *result = g_strconcat(HEAD ONE, above, "\tmore(a);\n", fix,
					      "\tevenmore(a);\n\tret = three(a);\n\tif (ret)\n",
					      below, tail, end, NULL);

	sample(base, ours, theirs, result, warning);
}

#define UNDO "\treturn 0;\nout:\n\tundo(a);\n"
#define FIX TWO "\t\treturn -EIO;\n"
#define TOLD "line 15 returns, where those around it jump to 'out' here"

static void test_told(void)
{
	expect(OUT, OUT, FIX, UNDO, TOLD);
}

static void test_right(void)
{
	/* nothing is there to be undone yet, or no more, or ever */
	expect(RET, OUT, FIX, UNDO, NULL);
	expect(OUT, RET, FIX, UNDO, NULL);
	expect(OUT, OUT, FIX, "out:\n", NULL);
	/* no failure, and one that undoes by itself */
	expect(OUT, OUT, TWO "\t\treturn 0;\n", UNDO, NULL);
	expect(OUT, OUT, TWO "\t\tmore(a);\n", UNDO, NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn-ways/told", test_told);
	g_test_add_func("/warn-ways/right", test_right);
	return g_test_run();
}
