// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a merge makes without a word and a compiler refuses: a static function
 * used above its definition, a member that a structure gets twice.  Each with
 * its nearest neighbours, which are no fault.
 */
#include "engine/warn/warn.h"
#include "warn-sample.h"

/* all of the warnings, a line each */
static char *warned(const char *base, const char *ours, const char *theirs, const char *result)
{
	g_autoptr(GPtrArray) warnings = warnings_of(base, ours, theirs, result);

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

/* @old: members that this tree's structure has of its own, behind the others; @added: upstream's */
static void member(const char *head, const char *old, const char *added, const char *tail,
		   const char *warning)
{
	const char *first = "\tint first;\n", *last = "\tint last;\n";
	g_autofree char *base = g_strconcat(head, first, last, tail, NULL);
	g_autofree char *theirs = g_strconcat(head, first, added, last, tail, NULL);
	g_autofree char *ours = g_strconcat(head, first, last, "\tint y;\n", old, tail, NULL);
	g_autofree char *result = g_strconcat(head, first, added, last, "\tint y;\n", old, tail,
					      NULL);
	g_autofree char *found = warned(base, ours, theirs, result);

	if (strcmp(found, warning))
		g_error("'%s' instead of '%s' of\n%s", found, warning, result);
}

#define TWICE "'s' has 'm' twice"

static void in_struct(const char *old, const char *added, const char *warning)
{
	member("struct s {\n", old, added, "};\n", warning);
}

static void test_member(void)
{
	in_struct("\tint m;\n", "\tint m;\n", TWICE);
	in_struct("\tlong m;\n", "\tstruct t *const *m;\n", TWICE);
	in_struct("\tu8 m[4][N(1)];\n", "\tunsigned int m:1;\n", TWICE);
	in_struct("\tint a, *m;\n", "\tu8 b:1, m:2;\n", TWICE);
	in_struct("\tint (*m)(int m, int n);\n", "\tLIST_ENTRY(t) m;\n", TWICE);
	in_struct("\tALIGNED u8 m;\n", "\tu8 m __packed;\n", TWICE);
	in_struct("\tint m __attribute__((aligned(8)));\n", "\tenum { A, B } m;\n", TWICE);
	in_struct("\tunion {\n\t\tint a;\n\t\tstruct {\n\t\t\tint m;\n\t\t};\n\t};\n",
		  "\tstruct t m;\n", TWICE);
	in_struct("\tstruct {\n\t\tint m;\n\t} m;\n", "\tint m;\n", TWICE);
	member("typedef struct {\n", "\tint m;\n", "\tint m;\n", "} __packed s;\n", TWICE);
	member("struct __packed s\n{\n", "\tint m;\n", "\tint m;\n", "};\n", TWICE);
	in_struct("#ifdef A\n\tint m;\n#endif\n", "\tint m;\n", TWICE);
	in_struct("\talignas8 u8 m;\n", "\tint m:len;\n", TWICE);
	/* the other one has nothing to do with it */
	member("struct t {\n\tint m;\n\tint *m;\n};\n\nstruct s {\n", "\tint m;\n", "\tint m;\n",
	       "};\n", TWICE);
}

static void test_other_member(void)
{
	in_struct("\tint n;\n", "\tint m;\n", "");
	in_struct("\tm a;\n\tstruct m b;\n", "\tint m;\n", "");
	in_struct("\t/* int m; */\n", "\tint m;\n", "");
	in_struct("\tstruct {\n\t\tint m;\n\t} a;\n", "\tint m;\n", "");
	in_struct("\tstruct {\n\t\tint m;\n\t} a;\n", "\tstruct {\n\t\tint m;\n\t} b;\n", "");
	in_struct("\tint (*a)(int m);\n\tint b[m];\n\tint c:m;\n", "\tint m;\n", "");
	in_struct("\tenum { m, n } a;\n", "\tint m;\n", "");
	in_struct("\tu8 a __packed;\n\tALIGNED u8 b;\n\tint c ALIGNED;\n\tint d __aligned(m);\n",
		  "\tu16 e __packed;\n\tALIGNED u8 f;\n\tint g ALIGNED;\n\tint h __aligned(m);\n",
		  "");
	in_struct("\tALIGNED(8) u8 a;\n\tBITS(m, 8);\n\tGUARD;\n",
		  "\tALIGNED(8) u8 b;\n\tBITS(n, 8);\n\tGUARD;\n", "");
	in_struct("\tstruct t {\n\t\tint m;\n\t};\n", "\tint m;\n", "");
	in_struct("\tstruct {\n\t\tint m;\n\t} A B;\n", "\tint m;\n", "");
	in_struct("\tenum { k, m };\n", "\tint m;\n", "");
	/* another structure, and a function */
	member("struct s {\n", "};\n\nstruct t {\n\tint m;\n", "\tint m;\n", "};\n", "");
	member("void s(void)\n{\n", "\tint k;\n", "\tint m;\n\tif (first) {\n\t\tint m;\n\t}\n",
	       "}\n", "");
}

/* whatever is wrong with it was so before, or is so upstream as well */
static void test_member_before(void)
{
	const char *base = "struct s {\n\tint m;\n\tint b;\n};\n";
	const char *theirs = "struct s {\n\tlong m;\n\tint b;\n};\n";
	const char *ours = "struct s {\n\tint m;\n\tint b;\n\tint m;\n};\n";
	const char *result = "struct s {\n\tlong m;\n\tint b;\n\tint m;\n};\n";
	const char *own = "struct s {\n\tint m;\n\tint b;\n};\nint c;\n";
	const char *both = "struct s {\n\tint m;\n\tint b;\n\tint m;\n};\nint c;\n";
	g_autofree char *before = warned(base, ours, theirs, result);
	g_autofree char *upstream = warned(base, own, ours, both);

	g_assert_cmpstr(before, ==, "");
	g_assert_cmpstr(upstream, ==, "");
	in_struct("", "#if A\n\tint m;\n#endif\n#if B\n\tint m;\n#endif\n", "");
}

static void test_member_arms(void)
{
	in_struct("", "#ifdef A\n\tint m;\n#else\n\tlong m;\n#endif\n", "");
	in_struct("#ifdef A\n\tint m;\n#endif\n", "#ifndef A\n\tint m;\n#endif\n", "");
	in_struct("#ifdef A\n\tint m;\n#else\n\tint n;\n#endif\n", "\tint o;\n", "");
	member("struct s {\n#ifdef A\n", "#else\n\tint m;\n#endif\n", "\tint m;\n", "};\n", "");
}

static void test_enum(void)
{
	const char *base = "enum e {\n\tONE,\n\tTWO = 2,\n};\n";
	const char *theirs = "enum e {\n\tONE,\n\tNEW,\n\tTWO = 2,\n};\n";
	const char *ours = "enum e {\n\tONE,\n\tTWO = 2,\n\tTHREE = NEXT(NEW),\n\tNEW\n};\n";
	const char *twice = "enum e {\n\tONE,\n\tNEW,\n\tTWO = 2,\n\tTHREE = NEXT(NEW),\n"
			    "\tNEW\n};\n";
	const char *other = "enum e {\n\tONE,\n\tTWO = 2,\n\tTHREE = N(1, NEW),\n\tNEWER\n};\n";
	const char *once = "enum e {\n\tONE,\n\tNEW,\n\tTWO = 2,\n\tTHREE = N(1, NEW),\n"
			   "\tNEWER\n};\n";
	g_autofree char *found = warned(base, ours, theirs, twice);
	g_autofree char *none = warned(base, other, theirs, once);

	g_assert_cmpstr(found, ==, "'e' has 'NEW' twice");
	g_assert_cmpstr(none, ==, "");
	member("enum {\n\tA,\n\t/*\n", "\t*/\n\tm = 1,\n", "\t*/\n\tm,\n\t/*\n", "};\n",
	       "the enum of 'A' has 'm' twice");
	member("enum {\n\tA,\n\t/*\n", "\t*/\n\tn = m,\n", "\t*/\n\tm,\n\t/*\n", "};\n", "");
	member("enum {\n\tA,\n\t/*\n", "\t*/\n};\n\nenum {\n\tm,\n", "\t*/\n\tn,\n\t/*\n",
	       "};\n", "");
}

/* where upstream's versions are not at hand: what is called is a function, and two are too many */
static void alone(const char *ours, const char *result, const char *warning)
{
	g_autoptr(GBytes) o = g_bytes_new(ours, strlen(ours));
	g_autoptr(GBytes) r = g_bytes_new(result, strlen(result));
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);

	warn_alone(o, r, NULL, warnings);
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
	alone("struct s {\n\tint a;\n\tint m;\n};\n",
	      "struct s {\n\tint m;\n\tint a;\n\tint m;\n};\n", "'s' has 'm' twice");
	alone("struct s {\n\tint a;\n\tint m;\n};\n",
	      "struct s {\n\tint n;\n\tint a;\n\tint m;\n};\n", NULL);
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
	g_test_add_func("/warn-below/member", test_member);
	g_test_add_func("/warn-below/other-member", test_other_member);
	g_test_add_func("/warn-below/member-before", test_member_before);
	g_test_add_func("/warn-below/member-arms", test_member_arms);
	g_test_add_func("/warn-below/enum", test_enum);
	g_test_add_func("/warn-below/alone", test_alone);
	return g_test_run();
}
