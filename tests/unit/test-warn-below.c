// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a merge makes without a word and a compiler refuses: a static function
 * used above its definition.  With its nearest neighbours, which are no fault.
 */
#include <string.h>

#include "engine/words.h"

/* all of the warnings, a line each */
static char *warned(const char *base, const char *ours, const char *theirs, const char *result)
{
	g_autoptr(GBytes) b = g_bytes_new(base, strlen(base));
	g_autoptr(GBytes) o = g_bytes_new(ours, strlen(ours));
	g_autoptr(GBytes) t = g_bytes_new(theirs, strlen(theirs));
	g_autoptr(GBytes) r = g_bytes_new(result, strlen(result));
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
	struct warn_input input = { .path = "f.c", .base = b, .ours = o, .theirs = t,
				    .result = r };

	warn_file(&input, warnings);
	g_ptr_array_add(warnings, NULL);
	return g_strjoinv("\n", (char **)warnings->pdata);
}

#define HELPER "static int\nhelper(int a)\n{\n\treturn a;\n}\n\n"
#define EARLY "'helper' is defined below the line that uses it"

/**
 * struct order - a file of upstream's and one of this tree's, around a function to which upstream
 *                adds lines
 * @theirs: what is above it in upstream's, and below
 * @ours: likewise
 * @before, @after: lines of the function
 */
struct order {
	const char *theirs[2];
	const char *ours[2];
	const char *before;
	const char *after;
};

static char *user(const char *above, const char *body, const char *below)
{
	return g_strconcat(above, "int use(int a)\n{\n\tint b = a;\n\n", body,
			   "\treturn b;\n}\n\n", below, NULL);
}

static char *order(const struct order *order)
{
	g_autofree char *base = user(order->theirs[0], order->before, order->theirs[1]);
	g_autofree char *theirs = user(order->theirs[0], order->after, order->theirs[1]);
	g_autofree char *ours = user(order->ours[0], order->before, order->ours[1]);
	g_autofree char *result = user(order->ours[0], order->after, order->ours[1]);

	return warned(base, ours, theirs, result);
}

#define TEN(x) x x x x x x x x x x
#define FAR TEN(TEN("/* what stands above here is far away from it */\n"))

/* upstream has it above; this tree has that above, near and far away, and below */
static void expect(const char *above, const char *after, const char *below, const char *warning)
{
	const struct order texts = { { HELPER, "int x;\n" }, { above, below }, "", after };
	g_autofree char *far_above = g_strconcat(above, FAR, NULL);
	const struct order far = { { HELPER FAR, "int x;\n" }, { far_above, below }, "", after };
	g_autofree char *found = order(&texts), *found_far = order(&far);

	g_assert_cmpstr(found, ==, warning);
	g_assert_cmpstr(found_far, ==, warning);
}

static void test_below(void)
{
	expect("int y;\n", "\tb = helper(b);\n", HELPER, EARLY);
	expect("int y;\n", "\treturn helper(b) + helper(2);\n",
	       "static int helper(int a);\n" HELPER, EARLY);
	expect("int y;\n", "\tsort(b, helper);\n", HELPER, EARLY);
	expect("int y;\n", "\tops.f = helper;\n", HELPER, EARLY);
	expect("int y;\n", "\tb = helper(b);\n",
	       "static inline __attribute__((unused)) int helper(int a)\n{\n\treturn a;\n}\n",
	       EARLY);
	expect("int y;\n", "\tb = helper(b);\n",
	       "static __printf(1, 2) int helper(int a)\n{\n\treturn a;\n}\n", EARLY);
	/* who speaks of it declares nothing, nor does a member of that name */
	expect("/* helper() */\nint y;\n", "\tb = helper(b);\n", HELPER, EARLY);
	expect("char *s = \"helper\";\n", "\t/* helper() */\n\tb = helper(b);\n", HELPER, EARLY);
	expect("int g(void)\n{\n\treturn ops->helper(1);\n}\n", "\tb = helper(b);\n", HELPER,
	       EARLY);
}

static void test_declared(void)
{
	expect(HELPER, "\tb = helper(b);\n", "int y;\n", "");
	expect("static int helper(int a);\n", "\tb = helper(b);\n", HELPER, "");
	expect("DECLARE_STEP(helper);\n", "\tb = helper(b);\n", HELPER, "");
	expect("#define STEPS(X) X(helper)\nSTEPS(DECLARE)\n", "\tb = helper(b);\n", HELPER, "");
	expect("int g(void)\n{\n#define H helper\n\treturn 0;\n}\n", "\tb = helper(b);\n", HELPER,
	       "");
	expect("extern \"C\" {\nint helper(int a);\n}\n", "\tb = helper(b);\n", HELPER, "");
	/* it is another function's file: nothing is known of what is not static */
	expect("int y;\n", "\tb = helper(b);\n", "int\nhelper(int a)\n{\n\treturn a;\n}\n", "");
}

static void test_no_use(void)
{
	expect("int y;\n", "\tb = ops->helper(b);\n", HELPER, "");
	expect("int y;\n", "\tops = (struct ops){ .helper = b };\n", HELPER, "");
	expect("int y;\n", "\t/* helper(b) */\n\tsay(\"helper(b)\");\n", HELPER, "");
	expect("int y;\n", "\tgoto helper;\nhelper:\n\tb++;\n", HELPER, "");
	expect("int y;\n", "\tint c, helper, d;\n\n\tb = sum(helper, c, d);\n", HELPER, "");
	expect("int y;\n", "\tint (*helper)(int) = b;\n\n\tb = helper(b);\n", HELPER, "");
	expect("int y;\n", "#define CALL(a) helper(a)\n", HELPER, "");
	expect("int y;\n", "\tstruct helper *c = sum(b);\n", HELPER, "");
	expect("int y;\n", "\tb = helpers(b);\n", HELPER, "");
	/* outside of functions a macro may declare it */
	expect("int y;\n", "\treturn 1;\n}\n\nSTEP(helper);\n\nint g(int b)\n{\n", HELPER, "");
}

/* that it is there is not certain, or the place that it is in chosen together with the use */
static void test_arms(void)
{
	expect("int y;\n", "\tb = helper(b);\n", "#ifdef A\n" HELPER "#endif\n", "");
	expect("#ifdef A\n", "\tb = helper(b);\n", "#else\n" HELPER "#endif\n", "");
	expect("#ifdef A\nint helper(int);\n#endif\n", "\tb = helper(b);\n", HELPER, "");
	expect("#ifdef A\n", "\tb = helper(b);\n", HELPER "#endif\n", EARLY);
	expect("#ifdef A\n", "\tb = helper(b);\n", "#else\nint z;\n#endif\n" HELPER, EARLY);
	expect("#ifdef A\nint y;\n#else\n", "\tb = helper(b);\n", "#endif\n" HELPER, EARLY);
	expect("int y;\n", "\tb = helper(b);\n", "#ifdef A\nint z;\n#else\nint z;\n#endif\n" HELPER,
	       EARLY);
}

/* what was wrong before, or is wrong upstream as well, is no matter of the pick */
static void test_same_order(void)
{
	const struct order here = { { HELPER, "int x;\n" }, { "int y;\n", HELPER },
				    "\tb = helper(b);\n", "\tb = helper(b + 1);\n" };
	const struct order there = { { "int x;\n", HELPER }, { "int y;\n", HELPER "int z;\n" },
				     "", "\tb = helper(b);\n" };
	const struct order public = { { "int helper(int a);\n", "int x;\n" },
				      { "int y;\n", HELPER }, "", "\tb = helper(b);\n" };
	const struct order own = { { "int x;\n", "int z;\n" }, { "int y;\n", HELPER },
				   "", "\tb = offset(b, helper);\n" };
	const struct order below = { { "int x;\n", "int\nhelper(int a)\n{\n\treturn a;\n}\n" },
				     { "int y;\n", HELPER }, "", "\tb = helper(b);\n" };
	g_autofree char *before = order(&here), *upstream = order(&there);
	g_autofree char *not_static = order(&below);
	g_autofree char *header = order(&public), *other = order(&own);

	g_assert_cmpstr(before, ==, "");
	g_assert_cmpstr(upstream, ==, "");
	g_assert_cmpstr(header, ==, EARLY);
	g_assert_cmpstr(not_static, ==, EARLY);
	/* what upstream passes by that name is no function of its file */
	g_assert_cmpstr(other, ==, "");
}

/* the declaration goes, as upstream has the function above */
static void test_prototype_goes(void)
{
	g_autofree char *base = user("static int helper(int a);\n" HELPER, "", "int x;\n");
	g_autofree char *theirs = user(HELPER, "\tb = helper(b);\n", "int x;\n");
	g_autofree char *ours = user("static int helper(int a);\n", "", HELPER);
	g_autofree char *result = user("", "\tb = helper(b);\n", HELPER);
	g_autofree char *kept = user("static int helper(int a);\n", "\tb = helper(b);\n", HELPER);
	g_autofree char *found = warned(base, ours, theirs, result);
	g_autofree char *none = warned(base, ours, theirs, kept);

	g_assert_cmpstr(found, ==, EARLY);
	g_assert_cmpstr(none, ==, "");
}

/* where upstream's versions are not at hand: what is called is a function */
static void alone(const char *ours, const char *result, const char *warning)
{
	g_autoptr(GBytes) o = g_bytes_new(ours, strlen(ours));
	g_autoptr(GBytes) r = g_bytes_new(result, strlen(result));
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);

	warn_alone(o, r, warnings);
	g_assert_cmpuint(warnings->len, ==, warning ? 1 : 0);
	if (warning)
		g_assert_cmpstr(warnings->pdata[0], ==, warning);
}

static void test_alone(void)
{
	g_autofree char *before = user("int y;\n", "", HELPER);
	g_autofree char *early = user("int y;\n", "\tb = helper(b);\n", HELPER);
	g_autofree char *passed = user("int y;\n", "\tb = offset(b, helper);\n", HELPER);
	g_autofree char *declared = user("static int helper(int a);\n", "", HELPER);
	g_autofree char *right = user("static int helper(int a);\n", "\tb = helper(b);\n", HELPER);

	alone(before, early, EARLY);
	alone(before, passed, NULL);
	alone(declared, right, NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn-below/below", test_below);
	g_test_add_func("/warn-below/declared", test_declared);
	g_test_add_func("/warn-below/no-use", test_no_use);
	g_test_add_func("/warn-below/arms", test_arms);
	g_test_add_func("/warn-below/same-order", test_same_order);
	g_test_add_func("/warn-below/prototype-goes", test_prototype_goes);
	g_test_add_func("/warn-below/alone", test_alone);
	return g_test_run();
}
