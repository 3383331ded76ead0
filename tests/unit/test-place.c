// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where hunks go, and where they do not: twins, moved and renamed functions, ends
 * of files, line ends.  What is ported is what `git apply` makes of it.
 */
#include "port-sample.h"

#define HEAD "diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n"

#define BODY "{\n\tint r;\n\n\tr = call(a);\n\tif (r)\n\t\treturn r;\n\n\treturn 0;\n}\n"
#define FIXED                                                                                      \
	"{\n\tint r;\n\n\tlock();\n\tr = call(a);\n\tif (r)\n\t\treturn r;\n\n\treturn 0;\n}\n"
#define ONE "static int one(int a)\n"
#define TWO "static int two(int a)\n"
#define CHANGE " \tint r;\n \n+\tlock();\n \tr = call(a);\n \tif (r)\n \t\treturn r;\n"
#define FIX(line, section) HEAD "@@ -" line ",5 +" line ",6 @@ " section CHANGE

static void test_twins(void)
{
	expect_ported(ONE BODY "\n" TWO BODY, FIX("3", TWO), ONE BODY "\n" TWO FIXED);
	/* the stated line is in one(): the function counts, not the line */
	expect_ported(TWO BODY "\n" ONE BODY, FIX("3", ONE), TWO BODY "\n" ONE FIXED);
	/* a tool that names no function */
	expect_outcome(ONE BODY "\n" TWO BODY, HEAD "@@ -3,5 +3,6 @@\n" CHANGE, OUTCOME_CONFLICT,
		       "fits 2 places: one\\(\\):5, two\\(\\):16");
	expect_ported(ONE BODY, HEAD "@@ -3,5 +3,6 @@\n" CHANGE, ONE FIXED);
}

#define STEP "\ta();\n\tb();\n\tc();\n\td();\n\te();\n\tf();\n\tg();\n"
#define CHANGE_D " \ta();\n \tb();\n \tc();\n-\td();\n+\tD();\n \te();\n \tf();\n \tg();\n"
#define CHANGED "\ta();\n\tb();\n\tc();\n\tD();\n\te();\n\tf();\n\tg();\n"

/* a twin in the same function: the line that the hunk states proves nothing */
static void test_twice_in_function(void)
{
	static const char diff[] = HEAD "@@ -3,7 +3,7 @@ static int one(int a)\n" CHANGE_D;

	expect_outcome(ONE "{\n" STEP STEP "}\n", diff, OUTCOME_CONFLICT,
		       "f\\.c one\\(\\): fits 2 places: one\\(\\):6, one\\(\\):13");
	expect_ported(ONE "{\n" STEP "\th();\n}\n", diff, ONE "{\n" CHANGED "\th();\n}\n");
}

/* on the very file that the patch was made on, it does: this id is `git hash-object`'s */
static void test_twice_on_base(void)
{
	static const char before[] = ONE "{\n" STEP STEP "}\n";
	static const char format[] =
		"diff --git a/f.c b/f.c\nindex %s..0123456789ab 100644\n--- a/f.c\n+++ b/f.c\n"
		"@@ -10,7 +10,7 @@ static int one(int a)\n" CHANGE_D;
	g_autofree char *diff = g_strdup_printf(format, "f9ea40e4fd06");
	g_autofree char *other = g_strdup_printf(format, "f9ea40e4fd07");

	expect_ported(before, diff, ONE "{\n" STEP CHANGED "}\n");
	expect_outcome(before, other, OUTCOME_CONFLICT, "fits 2 places");
}

static void test_other_function(void)
{
	expect_outcome(TWO BODY, FIX("3", ONE), OUTCOME_CONFLICT,
		       "one\\(\\): fits only outside its function: two\\(\\):5");
	/* the same name, other parameters: the same function */
	expect_ported("int one(long a, int b)\n" BODY, FIX("3", ONE),
		      "int one(long a, int b)\n" FIXED);
	expect_outcome(TWO "{\n}\n", FIX("3", ONE), OUTCOME_CONFLICT,
		       "there is no function one\\(\\) in this file");
}

/* the section names what stands above the hunk; here the context has the function's head */
static void test_head_in_context(void)
{
	expect_ported("static int older(void)\n{\n}\n\n" ONE BODY,
		      HEAD "@@ -8,6 +8,7 @@ static int newer(void)\n \n static int one(int a)\n {\n"
			   "+\tlog();\n \tint r;\n \n \tr = call(a);\n",
		      "static int older(void)\n{\n}\n\n" ONE
		      "{\n\tlog();\n\tint r;\n\n\tr = call(a);\n\tif (r)\n\t\treturn r;\n\n"
		      "\treturn 0;\n}\n");
	/* a new function between two: the head below it tells */
	expect_ported("static int older(void)\n{\n}\n\n" ONE BODY,
		      HEAD "@@ -9,4 +9,6 @@ static int newer(void)\n }\n \n+int x(void);\n+\n"
			   " static int one(int a)\n {\n",
		      "static int older(void)\n{\n}\n\nint x(void);\n\n" ONE BODY);
}

#define PROTOTYPES "int e(void);\nint f(int a,\n      int b);\nint g(int a);\nint h(void);\n"

/* a prototype is not what a hunk is in, whether git or the context names it */
static void test_prototypes(void)
{
	static const char diff[] = HEAD
		"@@ -2,4 +2,4 @@ int e(void);\n int f(int a,\n       int b);\n-int g(int a);\n"
		"+int g(long a);\n int h(void);\n";

	expect_ported(PROTOTYPES, diff,
		      "int e(void);\nint f(int a,\n      int b);\nint g(long a);\nint h(void);\n");
	expect_ported("int v;\n\n" PROTOTYPES, diff,
		      "int v;\n\nint e(void);\nint f(int a,\n      int b);\nint g(long a);\n"
		      "int h(void);\n");
	expect_outcome("int e(void);\nint f(int a,\n      int b);\nint g(char a);\nint h(void);\n",
		       diff, OUTCOME_CONFLICT, "^f\\.c: upstream expects 'int g\\(int a\\);'");
}

static void test_end_of_file(void)
{
	static const char append[] = HEAD "@@ -9,3 +9,8 @@ static int one(int a)\n"
					  " \n \treturn 0;\n }\n"
					  "+\n+static int two(int a)\n+{\n+\treturn 1;\n+}\n";

	expect_ported(ONE BODY, append, ONE BODY "\n" TWO "{\n\treturn 1;\n}\n");
	expect_outcome(ONE BODY "\nint v;\n", append, OUTCOME_CONFLICT,
		       "stand at line 11, but upstream's file ends there");
}

static void test_start_of_file(void)
{
	static const char diff[] = HEAD "@@ -1,3 +1,4 @@\n+#include <new.h>\n #include <a.h>\n"
					" #include <b.h>\n #include <c.h>\n";
	static const char files[] = "#include <a.h>\n#include <b.h>\n#include <c.h>\n";
	g_autofree char *after = g_strconcat("#include <new.h>\n", files, NULL);
	g_autofree char *lower = g_strconcat("int x;\n", files, NULL);

	expect_ported(files, diff, after);
	expect_outcome(lower, diff, OUTCOME_PROPOSED, "upstream's file starts there");
}

/* "@@ -3,0 +4 @@": git apply wants --unidiff-zero for these */
static void test_no_context(void)
{
	expect_outcome(ONE BODY, HEAD "@@ -3,0 +4 @@ static int one(int a)\n+\tlock();\n",
		       OUTCOME_CONFLICT, "no lines of context.*-U3");
	expect_outcome(ONE BODY,
		       HEAD "@@ -5 +5 @@ static int one(int a)\n-\tr = call(a);\n+\tr = call(b);\n",
		       OUTCOME_CONFLICT, "no lines of context");
	expect_ported("one\n", HEAD "@@ -1 +1 @@\n-one\n+two\n", "two\n");
	expect_ported("", HEAD "@@ -0,0 +1 @@\n+two\n", "two\n");
}

static void test_newline_at_end(void)
{
	static const char diff[] = HEAD "@@ -1,2 +1,2 @@\n a\n-b\n"
					"\\ No newline at end of file\n+c\n"
					"\\ No newline at end of file\n";
	static const char drop[] = HEAD "@@ -1,2 +1,2 @@\n a\n-b\n+b\n"
					"\\ No newline at end of file\n";

	expect_ported("a\nb", diff, "a\nc");
	expect_outcome("a\nb\n", diff, OUTCOME_CONFLICT, "ends with a newline");
	expect_ported("a\nb\n", drop, "a\nb");
	/* in the middle of a file this would join two lines */
	expect_outcome("a\nb\nc\n", drop, OUTCOME_CONFLICT, "upstream's file ends there");
}

static void test_line_ends(void)
{
	expect_outcome("a\r\nb\r\nc\r\nd\r\n", HEAD "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n",
		       OUTCOME_CONFLICT, "'a': lines end in CR LF here, in the patch they do not");
	expect_outcome("a\nb\nc\nd\n", HEAD "@@ -1,3 +1,3 @@\n a\r\n-b\r\n+B\r\n c\r\n",
		       OUTCOME_CONFLICT, "lines end in CR LF in the patch, here they do not");
	expect_ported("a\r\nb\r\nc\r\nd\r\n",
		      HEAD "@@ -1,4 +1,4 @@\n a\r\n-b\r\n+B\r\n c\r\n d\r\n",
		      "a\r\nB\r\nc\r\nd\r\n");
	expect_outcome("int a;\nint  b;\nint c;\nint d;\n",
		       HEAD "@@ -1,3 +1,3 @@\n int a;\n-int b;\n+long b;\n int c;\n",
		       OUTCOME_CONFLICT,
		       "line 2: 'int  b;': only white space or a comment differs");
}

/* a table that became const is the same one, and one of another name is not */
static void test_table(void)
{
	static const char rows[] = HEAD
		"@@ -5,3 +5,4 @@ static struct map errors[] = {\n \t{ 1, EIO },\n+\t{ 2, EPERM },\n"
		" \t{ 3, EIO },\n \t{ 4, EIO },\n";
#define ROWS(row) "\t{ 0, 0 },\n\t{ 1, EIO },\n" row "\t{ 3, EIO },\n\t{ 4, EIO },\n};\n"

	expect_ported("static const struct map errors[] = {\n" ROWS(""), rows,
		      "static const struct map errors[] = {\n" ROWS("\t{ 2, EPERM },\n"));
	expect_ported("static const struct map errors[FEW] __initconst = {\n" ROWS(""), rows,
		      "static const struct map errors[FEW] __initconst = {\n"
		      ROWS("\t{ 2, EPERM },\n"));
	expect_outcome("static const struct map warnings[] = {\n" ROWS(""), rows, OUTCOME_CONFLICT,
		       "fits only outside its function: warnings");
}

static void test_missing_context(void)
{
	expect_outcome(ONE "{\n\tint r;\n\n\tr = other(a);\n\tif (r)\n\t\treturn r;\n}\n",
		       FIX("3", ONE), OUTCOME_PROPOSED,
		       "expects 'r = call\\(a\\);', here stands 'r = other\\(a\\);' \\(line 5\\)");
}

/* of two hunks one is in: the other must not be dropped, nor the first done twice */
/* between definitions: the place is where the other lines of the hunk stand */
static void test_misfit_at_file_scope(void)
{
	static const char export[] =
		HEAD "@@ -90,7 +90,6 @@ int load(int a)\n out:\n \treturn a;\n }\n"
		     "-EXPORT_SYMBOL_FOR_BOX(load);\n \n void unload(int a)\n {\n";
	static const char lost[] =
		HEAD "@@ -90,3 +90,3 @@ int load(int a)\n }\n"
		     "-EXPORT_SYMBOL_FOR_BOX(load);\n+EXPORT_SYMBOL_FOR_ALL(load);\n \n";
	g_autoptr(GString) file = g_string_new(NULL);

	for (int i = 0; i < 20; i++)
		g_string_append_printf(file, "int call_%d(int a)\n{\n\treturn a + %d;\n}\n\n", i,
				       i);
	g_string_append(file, "int load(int a)\n{\nout:\n\treturn a;\n}\nEXPORT_SYMBOL(load);\n\n"
			"void unload(int a)\n{\n}\n");
	expect_outcome(file->str, export, OUTCOME_CONFLICT,
		       "here stands 'EXPORT_SYMBOL\\(load\\);' \\(line 106\\)");
	expect_outcome(file->str, lost, OUTCOME_CONFLICT,
		       "upstream expects 'EXPORT_SYMBOL_FOR_BOX\\(load\\);', which is nowhere");
}

/* as patch does it with fuzz; git apply refuses it, for all that it changes no other line */
static void test_empty_line_at_end(void)
{
	static const char diff[] =
		HEAD "@@ -8,4 +8,4 @@ " ONE " \n-\treturn 0;\n+\treturn 1;\n }\n \n";

	expect_ported(ONE BODY, diff,
		      ONE "{\n\tint r;\n\n\tr = call(a);\n\tif (r)\n\t\treturn r;\n\n"
		      "\treturn 1;\n}\n");
	expect_outcome(ONE BODY TWO BODY, diff, OUTCOME_CONFLICT, "but with other lines between");
	expect_outcome(TWO BODY, diff, OUTCOME_CONFLICT, "fits only outside|no function one");
}

/* a hunk that misfits, in a file of its own */
static void expect_misfit(enum outcome outcome, const char *here, const char *hunk,
			  const char *reason)
{
	g_autofree char *file = g_strconcat("int a;\n\nstatic int one(int a)\n{\n", here, NULL);
	g_autofree char *diff = g_strconcat(HEAD, hunk, NULL);

	expect_outcome(file, diff, outcome, reason);
}

/* what is said to be missing is not what is said to stand there */
static void test_misfit_is_true(void)
{
	static const char below[] =
		"@@ -5,5 +5,5 @@ static int one(int a)\n \ta += call(a);\n"
		"-\treturn a;\n+\treturn 0;\n }\n \n int new_one(int a)\n";
	static const char empty[] =
		"@@ -5,6 +5,6 @@ static int one(int a)\n \ta += call(a);\n \n"
		"-\ta = first(a);\n+\ta = last(a);\n \n \treturn a;\n }\n";
	static const char order[] =
		"@@ -5,5 +5,5 @@ static int one(int a)\n \ta = other(a);\n"
		"-\ta = first(a);\n+\ta = last(a);\n \tb(a);\n \treturn a;\n }\n";
	static const char twice[] =
		"@@ -5,5 +5,5 @@ static int one(int a)\n \tif (a)\n"
		"-\t\tstep(a, 1);\n-\t\tstep(a, 1);\n+\t\tstep(a, 2);\n+\t\tstep(a, 2);\n"
		" \treturn a;\n }\n";

	expect_misfit(OUTCOME_PROPOSED,
		      "\ta += call(a);\n\treturn a;\n}\n\nint more(int b)\n{\n}\n", below,
		      "expects 'int new_one\\(int a\\)', here stands 'int more\\(int b\\)' "
		      "\\(line 9\\)$");
	expect_misfit(OUTCOME_PROPOSED,
		      "\ta += call(a);\n\ta = first(a);\n\n\treturn a;\n}\n", empty,
		      "its lines stand here, and only empty lines differ \\(line 6\\)$");
	expect_misfit(OUTCOME_PROPOSED,
		      "\ta += call(a);\n\ta = first(a);\n\n\tbe(a);\n\treturn a;\n}\n", empty,
		      "its lines stand here, but with other lines between them \\(line 8\\)$");
	expect_misfit(OUTCOME_CONFLICT,
		      "\ta += call(a);\n\ta = other(a);\n\n\treturn a;\n}\n", empty,
		      "expects 'a = first\\(a\\);', here stands 'a = other\\(a\\);' "
		      "\\(line 6\\)$");
	expect_misfit(OUTCOME_CONFLICT,
		      "\tif (a)\n\t\tstep(a, 1);\n\treturn a;\n}\n", twice,
		      "expects 'step\\(a, 1\\);' once more than it stands here \\(line 7 is "
		      "'return a;'\\)$");
	expect_misfit(OUTCOME_CONFLICT,
		      "\ta = other(a);\n\tb(a);\n\ta = first(a);\n\treturn a;\n}\n", order,
		      "expects 'a = first\\(a\\);' in front of line 6, 'b\\(a\\);': its lines "
		      "stand in another order here$");
}

static void test_partly_applied(void)
{
	static const char diff[] = FIX("3", ONE) "@@ -14,5 +15,6 @@ static int two(int a)\n" CHANGE;
	g_autoptr(scene) scene = scene_new();
	g_autoptr(port) port = NULL;
	const struct landing *first, *second;

	scene_put(scene, "f.c", ONE FIXED "\n" TWO BODY);
	port = scene_port(scene, diff);
	g_assert_cmpint(port->outcome, ==, OUTCOME_CONFLICT);
	g_assert_cmpuint(port->landings->len, ==, 2);
	first = port->landings->pdata[0];
	second = port->landings->pdata[1];
	g_assert_cmpint(first->placement, ==, PLACED_NOWHERE);
	g_assert_cmpstr(first->note, ==, "this hunk's change is here already (line 5)");
	g_assert_cmpint(second->placement, ==, PLACED_OFFSET);
	g_assert_nonnull(strstr(port->reason, "here already"));
}

/* one twin is done: the patch may have been for that one */
static void test_half_of_twins(void)
{
	static const char diff[] = HEAD "@@ -3,7 +3,7 @@ static int one(int a)\n" CHANGE_D;

	expect_outcome(ONE "{\n" CHANGED STEP "}\n", diff, OUTCOME_CONFLICT,
		       "fits at line 13, but what it makes stands at line 6 already");
	expect_outcome(ONE FIXED "\n" TWO BODY, HEAD "@@ -3,5 +3,6 @@\n" CHANGE, OUTCOME_CONFLICT,
		       "fits at line 17, but what it makes stands at line 5 already");
	expect_outcome(ONE FIXED "\n" TWO BODY, FIX("3", ONE), OUTCOME_PRESENT, "by content");
}

static void test_tables_and_macros(void)
{
	expect_ported("static const int a[] = {\n\t1,\n\t2,\n\t3,\n\t4,\n};\n\n"
		      "static const int b[] = {\n\t1,\n\t2,\n\t3,\n\t4,\n};\n",
		      HEAD "@@ -2,4 +2,5 @@ static const int b[] = {\n"
			   " \t1,\n \t2,\n+\t9,\n \t3,\n \t4,\n",
		      "static const int a[] = {\n\t1,\n\t2,\n\t3,\n\t4,\n};\n\n"
		      "static const int b[] = {\n\t1,\n\t2,\n\t9,\n\t3,\n\t4,\n};\n");
	expect_outcome("static const int a[] = {\n\t1,\n\t2,\n\t3,\n\t4,\n};\n",
		       HEAD "@@ -2,4 +2,5 @@ static const int b[] = {\n"
			    " \t1,\n \t2,\n+\t9,\n \t3,\n \t4,\n",
		       OUTCOME_CONFLICT, "only outside its function: a.*:4");
	expect_ported("#define A(x) \\\n\tdo { \\\n\t\tb(x); \\\n\t} while (0)\n\n#define C\n",
		      HEAD "@@ -1,6 +1,7 @@\n #define A(x) \\\n \tdo { \\\n \t\tb(x); \\\n"
			   "+\t\tc(x); \\\n \t} while (0)\n \n #define C\n",
		      "#define A(x) \\\n\tdo { \\\n\t\tb(x); \\\n\t\tc(x); \\\n\t} while (0)\n\n"
		      "#define C\n");
}

static void test_only_removes(void)
{
	expect_ported(ONE FIXED,
		      HEAD "@@ -4,4 +4,3 @@ static int one(int a)\n \n-\tlock();\n"
			   " \tr = call(a);\n \tif (r)\n",
		      ONE BODY);
}

static void expect_refused(struct scene *scene, const char *diff, const char *pattern)
{
	g_autoptr(port) port = scene_port(scene, diff);

	g_test_message("%s: %s", outcome_name(port->outcome), port->reason);
	g_assert_cmpint(port->outcome, ==, OUTCOME_CONFLICT);
	if (!g_regex_match_simple(pattern, port->reason, 0, 0))
		g_error("the reason '%s' does not match '%s'", port->reason, pattern);
}

static void test_whole_files(void)
{
	g_autoptr(scene) scene = scene_new();
	g_autoptr(GBytes) link = g_bytes_new("../x", 4);

	scene_put(scene, "a.c", "one\ntwo\n");
	scene_put(scene, "b.c", "other\n");
	tree_put(scene->tree, "link", link, TREE_SYMLINK);
	expect_refused(scene,
		       "diff --git a/a.c b/b.c\nsimilarity index 100%\nrename from a.c\n"
		       "rename to b.c\n",
		       "'a.c' becomes 'b.c' upstream, but that is there");
	expect_refused(scene,
		       "diff --git a/a.c b/b.c\nsimilarity index 100%\ncopy from a.c\n"
		       "copy to b.c\n",
		       "'b.c' upstream, but that is there|becomes 'b.c'");
	expect_refused(scene,
		       "diff --git a/b.c b/b.c\nnew file mode 100644\n--- /dev/null\n"
		       "+++ b/b.c\n@@ -0,0 +1 @@\n+x\n",
		       "'b.c' is a new file.*other content");
	expect_refused(scene,
		       "diff --git a/b.c b/b.c\ndeleted file mode 100644\n--- a/b.c\n"
		       "+++ /dev/null\n@@ -1 +0,0 @@\n-x\n",
		       "b\\.c: upstream expects 'x'");
	expect_refused(scene,
		       "diff --git a/link b/link\nnew file mode 120000\n--- /dev/null\n+++ b/link\n"
		       "@@ -0,0 +1 @@\n+/etc/passwd\n\\ No newline at end of file\n",
		       "'link' is new upstream, but it is there already");
	expect_refused(scene,
		       "diff --git a/link b/link\nindex 1234567..89abcde 120000\n--- a/link\n"
		       "+++ b/link\n@@ -1 +1 @@\n-../w\n\\ No newline at end of file\n"
		       "+../y\n\\ No newline at end of file\n",
		       "'link' is '../x' in this tree, where upstream's patch expects '../w'");
	expect_refused(scene,
		       "diff --git a/a.c b/a.c\ndeleted file mode 120000\n--- a/a.c\n"
		       "+++ /dev/null\n@@ -1 +0,0 @@\n-one\n\\ No newline at end of file\n",
		       "'a.c' is a symbolic link upstream, and a file in this tree");
	expect_refused(scene,
		       "diff --git a/s b/s\nnew file mode 160000\n--- /dev/null\n+++ b/s\n"
		       "@@ -0,0 +1 @@\n+Subproject commit 1\n",
		       "submodule");
	expect_refused(scene,
		       "diff --git a/link/x b/link/x\nnew file mode 100644\n--- /dev/null\n"
		       "+++ b/link/x\n@@ -0,0 +1 @@\n+x\n",
		       "'link' is a symbolic link");
	expect_refused(scene,
		       "diff --git a/a.c/x b/a.c/x\nnew file mode 100644\n--- /dev/null\n"
		       "+++ b/a.c/x\n@@ -0,0 +1 @@\n+x\n",
		       "'a.c' is a file in this tree");
	expect_refused(scene,
		       "diff --git a/link b/link\n--- a/link\n+++ b/link\n@@ -1 +1 @@\n"
		       "-../x\n+../y\n",
		       "'link' is a symbolic link");
}

static void test_rename_and_change(void)
{
	g_autoptr(scene) scene = scene_new();
	g_autoptr(port) port = NULL;
	g_autofree char *old = NULL, *new = NULL;

	scene_put(scene, "a.c", "one\ntwo\nthree\n");
	port = scene_port(scene, "diff --git a/a.c b/d/b.c\nsimilarity index 50%\nrename from a.c\n"
				 "rename to d/b.c\n--- a/a.c\n+++ b/d/b.c\n@@ -1,3 +1,3 @@\n one\n"
				 "-two\n+2\n three\n");
	g_assert_cmpint(port->outcome, ==, OUTCOME_PORTED);
	old = scene_text(port->after, "a.c");
	new = scene_text(port->after, "d/b.c");
	g_assert_null(old);
	g_assert_cmpstr(new, ==, "one\n2\nthree\n");
}

/* two parts of a patch on one file: git apply does both */
static void test_file_twice(void)
{
	expect_ported("a\nb\nc\nd\ne\nf\ng\n",
		      HEAD "@@ -1,3 +1,3 @@\n-a\n+A\n b\n c\n" HEAD
			   "@@ -5,3 +5,3 @@\n e\n f\n-g\n+G\n",
		      "A\nb\nc\nd\ne\nf\nG\n");
}

static void test_mode(void)
{
	static const char diff[] = "diff --git a/f.c b/f.c\nold mode 100644\nnew mode 100755\n";
	g_autoptr(scene) scene = scene_new();
	g_autoptr(port) port = NULL, again = NULL;
	g_autoptr(patch) patch = scene_patch(diff);

	scene_put(scene, "f.c", "x\n");
	port = scene_port(scene, diff);
	g_assert_cmpint(port->outcome, ==, OUTCOME_PORTED);
	g_assert_cmpint(tree_entry(port->after, "f.c"), ==, TREE_EXECUTABLE);
	again = port_patch(port->after, patch, NULL, NULL, NULL);
	g_assert_cmpint(again->outcome, ==, OUTCOME_PRESENT);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/place/empty-line-at-end", test_empty_line_at_end);
	g_test_add_func("/place/twins", test_twins);
	g_test_add_func("/place/twice-in-function", test_twice_in_function);
	g_test_add_func("/place/twice-on-base", test_twice_on_base);
	g_test_add_func("/place/other-function", test_other_function);
	g_test_add_func("/place/head-in-context", test_head_in_context);
	g_test_add_func("/place/prototypes", test_prototypes);
	g_test_add_func("/place/end-of-file", test_end_of_file);
	g_test_add_func("/place/start-of-file", test_start_of_file);
	g_test_add_func("/place/no-context", test_no_context);
	g_test_add_func("/place/newline-at-end", test_newline_at_end);
	g_test_add_func("/place/line-ends", test_line_ends);
	g_test_add_func("/place/table", test_table);
	g_test_add_func("/place/missing-context", test_missing_context);
	g_test_add_func("/place/partly-applied", test_partly_applied);
	g_test_add_func("/place/misfit-at-file-scope", test_misfit_at_file_scope);
	g_test_add_func("/place/misfit-is-true", test_misfit_is_true);
	g_test_add_func("/place/half-of-twins", test_half_of_twins);
	g_test_add_func("/place/tables-and-macros", test_tables_and_macros);
	g_test_add_func("/place/only-removes", test_only_removes);
	g_test_add_func("/place/whole-files", test_whole_files);
	g_test_add_func("/place/rename-and-change", test_rename_and_change);
	g_test_add_func("/place/file-twice", test_file_twice);
	g_test_add_func("/place/mode", test_mode);
	return g_test_run();
}
