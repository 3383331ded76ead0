// SPDX-License-Identifier: GPL-2.0-only
/*
 * What came calls a function by this tree's name for it, as a rung has put it,
 * and that function is of another kind than the one that upstream calls.
 */
#include "warn-sample.h"

#define USER "\nint user(struct a *a)\n{\n\tint n = 3;\n\n\tbegin(a);\n"
#define END "\treturn n;\n}\n"

/* upstream defines @there and adds @fix, this tree has @here for it and gets @ported */
static void expect(const char *there, const char *fix, const char *here, const char *ported,
		   const char *warning)
{
	g_autofree char *base = g_strconcat(there, USER, "\tgo_on(a);\n", END, NULL);
	g_autofree char *theirs = g_strconcat(there, USER, fix, "\tgo_on(a);\n", END, NULL);
	g_autofree char *ours = g_strconcat(here, USER, "\tgo_on(a);\n\tlast(a);\n", END, NULL);
	g_autofree char *result = g_strconcat(here, USER, ported, "\tgo_on(a);\n\tlast(a);\n", END,
					      NULL);

	sample(base, ours, theirs, result, warning);
}

#define IDLE "static bool is_idle(struct a *a)\n{\n\treturn a->idle;\n}\n"
#define WAIT "static int wait_idle(struct a *a)\n{\n\treturn a->idle ? 0 : -EIO;\n}\n"
#define READY "static bool ready(struct a *a)\n{\n\treturn a->idle;\n}\n"

static void test_kind(void)
{
	expect(IDLE, "\tif (!is_idle(a))\n\t\treturn n;\n", WAIT,
	       "\tif (!wait_idle(a))\n\t\treturn n;\n",
	       "'wait_idle' returns a signed number here, and a bool upstream, where it is "
	       "'is_idle'");
	/* of the same kind, and not used */
	expect(IDLE, "\tif (!is_idle(a))\n\t\treturn n;\n", READY,
	       "\tif (!ready(a))\n\t\treturn n;\n", NULL);
	expect(IDLE, "\tis_idle(a);\n", WAIT, "\twait_idle(a);\n", NULL);
}

#define NULLS(name) "static struct b *" name "(struct a *a)\n{\n\treturn NULL;\n}\n"
#define ERRORS(name) "static struct b *" name "(struct a *a)\n{\n\treturn ERR_PTR(-EIO);\n}\n"

/* both functions set p; the lines that come ask it */
static void expect_asked(const char *there, const char *here, const char *fix, const char *warning)
{
	static const char new[] = "\nint user(struct a *a)\n{\n\tstruct b *p;\n\n\tp = find(a);\n";
	static const char old[] = "\nint user(struct a *a)\n{\n\tstruct b *p;\n\n\tp = get(a);\n";
	static const char rest[] = "\tgo_on(p);\n\treturn 0;\n}\n";
	g_autofree char *base = g_strconcat(there, new, rest, NULL);
	g_autofree char *theirs = g_strconcat(there, new, fix, rest, NULL);
	g_autofree char *ours = g_strconcat(here, old, rest, NULL);
	g_autofree char *result = g_strconcat(here, old, fix, rest, NULL);

	sample(base, ours, theirs, result, warning);
}

static void test_failure(void)
{
	expect_asked(ERRORS("find"), NULLS("get"), "\tif (IS_ERR(p))\n\t\treturn 1;\n",
		     "'get' has 'return NULL;' here, and 'find' has 'return ERR_PTR(' upstream");
	expect_asked(NULLS("find"), ERRORS("get"), "\tif (!p)\n\t\treturn 1;\n",
		     "'get' has 'return ERR_PTR(' here, and 'find' has 'return NULL;' upstream");
	expect_asked(NULLS("find"), NULLS("get"), "\tif (!p)\n\t\treturn 1;\n", NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn-renamed/kind", test_kind);
	g_test_add_func("/warn-renamed/failure", test_failure);
	return g_test_run();
}
