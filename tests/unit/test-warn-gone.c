// SPDX-License-Identifier: GPL-2.0-only
/*
 * Static declarations that go while this tree's file has a use of its own, with
 * their nearest neighbours, which are no fault.
 */
#include "warn-sample.h"

#define USER "\nint user(int a)\n{\n\treturn %s;\n}\n"

/* upstream's file loses @declared and has no use; this tree's has one */
static void expect(const char *declared, const char *left, const char *use, const char *warning)
{
	g_autofree char *body = g_strdup_printf(USER, use);
	g_autofree char *base = g_strconcat("int first;\n", declared, "int last;\n", NULL);
	g_autofree char *theirs = g_strconcat("int first;\n", left, "int last;\n", NULL);
	g_autofree char *ours = g_strconcat(base, body, NULL);
	g_autofree char *result = g_strconcat(theirs, body, NULL);
	g_autoptr(GPtrArray) warnings = warnings_of(base, ours, theirs, result);

	g_ptr_array_add(warnings, NULL);
	if (!warning) {
		g_assert_null(warnings->pdata[0]);
		return;
	}
	g_assert_cmpstr(warnings->pdata[0], ==, warning);
	g_assert_null(warnings->pdata[1]);
}

#define GONE "'second' is declared no more, and used here"

static void test_gone(void)
{
	expect("static int second;\n", "", "second + a", GONE);
	expect("static lock_t one, second;\n", "static lock_t one;\n", "f(&second)", GONE);
	expect("static struct x second = {\n\t.a = 1,\n};\n", "", "f(&second)", GONE);
	expect("static int second[3];\n", "", "second[a]", GONE);
	expect("static int second(int a)\n{\n\treturn a;\n}\n", "", "second(a)", GONE);
	expect("static DEFINE_MUTEX(second);\n", "", "f(&second)", GONE);
	expect("static int\nsecond(int a)\n{\n\treturn a;\n}\n", "", "second(a)", GONE);
}

static void test_there(void)
{
	/* in another form, in use by nobody, or of other files as well */
	expect("static int second;\n", "static long second;\n", "second + a", NULL);
	expect("static int second;\n", "#define second 3\n", "second + a", NULL);
	expect("static int second;\n", "", "p->second + a", NULL);
	expect("static int second;\n", "", "a", NULL);
	expect("int second;\n", "", "second + a", NULL);
	/* another macro, or a variable; what a macro makes need not be called as it is named */
	expect("static DEFINE_MUTEX(second);\n", "DEFINE_SPINLOCK(second);\n", "f(&second)", NULL);
	expect("static DEFINE_MUTEX(second);\n", "struct mutex second;\n", "f(&second)", NULL);
	expect("static DEVICE_ATTR_RO(second);\n", "", "f(second, a && second)", NULL);
	/* the type, and what is used to set it */
	expect("static struct second one;\n", "", "sizeof(struct second)", NULL);
	expect("static int one = second;\n", "", "second + a", NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn-gone/gone", test_gone);
	g_test_add_func("/warn-gone/there", test_there);
	return g_test_run();
}
