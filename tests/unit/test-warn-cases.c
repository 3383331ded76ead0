// SPDX-License-Identifier: GPL-2.0-only
/* A case that comes and that this tree's switch has already, as a name or as a number. */
#include "warn-sample.h"

#define HEAD "int f(int a)\n{\n\tswitch (a) {\n\tcase 0:\n\t\tzero(a);\n\t\tbreak;\n"
#define MIDDLE "\tcase 5:\n\t\tfive(a);\n\t\tbreak;\n\tcase 6:\n\t\tsix(a);\n\t\tbreak;\n"
#define TAIL "\tdefault:\n\t\treturn 1;\n\t}\n\treturn 0;\n}\n"

/* upstream adds one case, this tree has another one further down */
static void expect(const char *fix, const char *own, const char *warning)
{
	g_autofree char *theirs = g_strconcat(HEAD, fix, MIDDLE TAIL, NULL);
	g_autofree char *ours = g_strconcat(HEAD MIDDLE, own, TAIL, NULL);
	g_autofree char *result = g_strconcat(HEAD, fix, MIDDLE, own, TAIL, NULL);

	sample(HEAD MIDDLE TAIL, ours, theirs, result, warning);
}

#define CASE(value, call) "\tcase " value ":\n\t\t" call "(a);\n\t\tbreak;\n"

static void test_twice(void)
{
	expect(CASE("2", "two"), CASE("2", "own"), "'case 2' stands in the function twice");
	expect(CASE("TWO", "two"), CASE("TWO", "own"), "'case TWO' stands in the function twice");
}

static void test_once(void)
{
	expect(CASE("2", "two"), CASE("3", "own"), NULL);
	expect(CASE("2", "two"), CASE("22", "own"), NULL);
	expect(CASE("TWO", "two"), CASE("THREE", "own"), NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn-cases/twice", test_twice);
	g_test_add_func("/warn-cases/once", test_once);
	return g_test_run();
}
