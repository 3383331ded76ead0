// SPDX-License-Identifier: GPL-2.0-only
/*
 * Variables and labels that go from a function while this tree's has uses of
 * its own, with their nearest neighbours, which are no fault.
 */
#include "warn-sample.h"

#define HEAD "int first(void)\n{\n\treturn 1;\n}\n\nint f(int a, int b)\n{\n"
#define TAIL "\treturn a;\n}\n"

/* upstream's function has @was, then @is; this tree's has @own besides */
static void expect(const char *was, const char *is, const char *own, const char *warning)
{
	g_autofree char *base = g_strconcat(HEAD, was, "\tstep(a);\n\tmore(b);\n", TAIL, NULL);
	g_autofree char *theirs = g_strconcat(HEAD, is, "\tstep(a);\n\tmore(b);\n", TAIL, NULL);
	g_autofree char *ours = g_strconcat(HEAD, was, "\tstep(a);\n\tmore(b);\n", own, TAIL,
					    NULL);
	g_autofree char *result = g_strconcat(HEAD, is, "\tstep(a);\n\tmore(b);\n", own, TAIL,
					      NULL);

	sample(base, ours, theirs, result, warning);
}

#define GONE "'old' in 'f' is declared no more"

static void test_variable(void)
{
	expect("\tint old;\n\n\told = a;\n", "", "\tput(b, old);\n", GONE);
	expect("\tint old;\n\n\told = a;\n", "\tint new;\n\n\tnew = a;\n", "\told = b;\n", GONE);
	expect("\tstruct x *old;\n\n\told = g();\n", "", "\told->b = b;\n", GONE);
	expect("\tint old;\n\n\tfor (old = 0; old < 3; old++)\n\t\tg();\n", "\tg();\n",
	       "\tfor (old = 0; old < b; old++)\n\t\tg();\n", GONE);
}

static void test_declared(void)
{
	/* in another form, in use by nobody, or a member or tag of that name */
	expect("\tint old;\n\n\told = a;\n", "\tlong old;\n\n\told = a;\n", "\told = b;\n", NULL);
	expect("\tint old;\n\n\told = a;\n", "\tLIST_HEAD(old);\n\n\tg(&old);\n", "\tg(old);\n",
	       NULL);
	expect("\tint old;\n\n\told = a;\n", "", "\tg(b);\n", NULL);
	expect("\tint old;\n\n\told = a;\n", "", "\tp->old = b;\n", NULL);
	expect("\tint old;\n\n\told = a;\n", "", "\tfor (int old = 0; old < b; old++)\n\t\tg();\n",
	       NULL);
	expect("\tchar **p, **old;\n\n\told = a;\n", "\tchar **p;\n\tchar **old;\n\n\told = a;\n",
	       "\told = b;\n", NULL);
	/* upstream's function goes on using it: a macro may declare it */
	expect("\tint old;\n\n\told = a;\n", "\tDECLARE(int, old, a);\n", "\tput(old);\n", NULL);
}

static void test_parameter(void)
{
	static const char head[] = "int first(void)\n{\n\treturn 1;\n}\n\nint f(int a, int ";
	static const char one[] = ")\n{\n\tg(a, b);\n\th(a);\n\tk(a);\n\treturn a;\n}\n";
	static const char two[] = ")\n{\n\tg(a, c);\n\th(a);\n\tk(a);\n\treturn a;\n}\n";
	static const char own[] = ")\n{\n\tg(a, b);\n\th(a);\n\tk(a);\n\tq(b);\n\treturn a;\n}\n";
	static const char both[] = ")\n{\n\tg(a, c);\n\th(a);\n\tk(a);\n\tq(b);\n\treturn a;\n}\n";
	g_autofree char *base = g_strconcat(head, "b", one, NULL);
	g_autofree char *theirs = g_strconcat(head, "c", two, NULL);
	g_autofree char *ours = g_strconcat(head, "b", own, NULL);
	g_autofree char *result = g_strconcat(head, "c", both, NULL);

	sample(base, ours, theirs, result, "'b' in 'f' is declared no more");
}

/* upstream's function ends with @was, then with @is; this tree's jumps */
static void expect_label(const char *was, const char *is, const char *jump, const char *warning)
{
	static const char calls[] = "\tone(a);\n\ttwo(b);\n\tthree(a);\n";
	g_autofree char *base = g_strconcat(HEAD, "\tzero(b);\n", calls, was, TAIL, NULL);
	g_autofree char *theirs = g_strconcat(HEAD, "\tzero(b);\n", calls, is, TAIL, NULL);
	g_autofree char *ours = g_strconcat(HEAD, jump, "\tzero(b);\n", calls, was, TAIL, NULL);
	g_autofree char *result = g_strconcat(HEAD, jump, "\tzero(b);\n", calls, is, TAIL, NULL);

	sample(base, ours, theirs, result, warning);
}

#define JUMP "\tif (a > b)\n\t\tgoto out;\n"
#define LABEL "the label 'out' goes, and line 9 jumps there"

static void test_label(void)
{
	expect_label("out:\n\tunlock(b);\n", "\tunlock(b);\n", JUMP, LABEL);
	expect_label("out:\n\tunlock(b);\n", "done:\n\tunlock(b);\n", JUMP, LABEL);
	expect_label("out: /* of here */\n\tunlock(b);\n", "\tunlock(b);\n", JUMP, LABEL);
	/* a comment speaks of a jump */
	expect_label("out:\n\tunlock(b);\n", "\tunlock(b);\n",
		     "\t/* no goto out here */\n\tg(a > b);\n", NULL);
	/* still there, elsewhere, or as a macro; nobody jumps; a case */
	expect_label("out:\n\tunlock(b);\n", "\tunlock(b);\nout:\n", JUMP, NULL);
	expect_label("out:\n\tunlock(b);\n", "\tunlock(b);\n\tOUT_LABEL;\n", JUMP, NULL);
	expect_label("out:\n\tunlock(b);\n", "\tunlock(b);\n", "\tg(a > b);\n", NULL);
	expect_label("default:\n\tunlock(b);\n", "\tunlock(b);\n", "\tg(a > b);\n", NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn-lost/variable", test_variable);
	g_test_add_func("/warn-lost/declared", test_declared);
	g_test_add_func("/warn-lost/parameter", test_parameter);
	g_test_add_func("/warn-lost/label", test_label);
	return g_test_run();
}
