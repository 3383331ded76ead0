// SPDX-License-Identifier: GPL-2.0-only
/*
 * Residue: what a port does that upstream's patch does not.  Surroundings may
 * differ, the edit may not.  And the token sequences that it is told by.
 */
#include "engine/code/code.h"
#include "engine/judge/judge.h"
#include "port-sample.h"

#define DIFF                                                                                       \
	"diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n"                                           \
	"@@ -1,6 +1,8 @@ void f(void)\n \ta();\n-\tb(x);\n+\tlock();\n+\tb(x);\n"                  \
	"+\t/* why */\n \tc();\n \td();\n \te();\n \tg();\n"

/* the residue of a hand-made port, its lines joined by newlines */
static char *residue_of(const char *diff, const char *before, const char *after)
{
	g_autoptr(scene) scene = scene_new();
	g_autoptr(patch) patch = scene_patch(diff);
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GBytes) bytes = g_bytes_new(after, strlen(after));
	struct tree *ported;

	scene_put(scene, "f.c", before);
	ported = tree_overlay(scene->tree);
	tree_put(ported, "f.c", bytes, TREE_FILE);
	judge_residue(scene->tree, ported, patch, lines);
	tree_free(ported);
	g_ptr_array_add(lines, NULL);
	return g_strjoinv("\n", (char **)lines->pdata);
}

static void expect_residue(const char *before, const char *after, const char *expected)
{
	g_autofree char *got = residue_of(DIFF, before, after);

	g_assert_cmpstr(got, ==, expected);
}

static void test_same_edit(void)
{
	expect_residue("\ta(1);\n\tb(x);\n\tz();\n",
		       "\ta(1);\n\tlock();\n\tb(x);\n\t/* why */\n\tz();\n", "");
	/* other layout */
	expect_residue("\ta(1);\n\tb(x);\n\tz();\n",
		       "\ta(1);\n\tlock( );\n\tb(x);\n\t/*\n\t * why\n\t */\n\tz();\n", "");
}

/* a function behind one that ends with as many braces as it does, and here with more */
static void test_slid(void)
{
	const char *diff = "diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n"
			   "@@ -1,4 +1,11 @@ void f(void)\n"
			   " \ta();\n }\n \n+static void b(void)\n+{\n"
			   "+\tif (x) {\n+\t\ty();\n+\t}\n+}\n+\n int c;\n";
	const char *added = "static void b(void)\n{\n\tif (x) {\n\t\ty();\n\t}\n}\n\n";
	g_autofree char *after = g_strconcat("\t\ta();\n\t}\n}\n\n", added, "int c;\n", NULL);
	g_autofree char *got = residue_of(diff, "\t\ta();\n\t}\n}\n\nint c;\n", after);

	g_assert_cmpstr(got, ==, "");
}

/* by the id that the patch states: no bytes of it are shown */
static void test_binary(void)
{
	const char *diff = "diff --git a/f.c b/f.c\nindex 63d8dbd..2e65efe 100644\n"
			   "Binary files a/f.c and b/f.c differ\n";
	g_autofree char *same = residue_of(diff, "b", "a");
	g_autofree char *other = residue_of(diff, "b", "c");

	g_assert_cmpstr(same, ==, "");
	g_assert_cmpstr(other, ==, "f.c: this is not upstream's file");
}

static void test_other_edit(void)
{
	expect_residue("\ta();\n\tb(x);\n", "\ta();\n\tunlock();\n\tb(x);\n\t/* why */\n",
		       "f.c: upstream adds 'lock ( ) ;', this port 'unlock ( ) ;'");
	expect_residue("\ta();\n\tb(x);\n", "\ta();\n\tlock();\n\tb(x);\n",
		       "f.c: upstream's comment 'why' is not in it");
	expect_residue("\ta();\n\tb(x);\n", "\tlock();\n\tb(x);\n\t/* why */\n",
		       "f.c: this port removes 'a', upstream does not\n"
		       "f.c: upstream adds 'lock ( ) ;', this port 'lock'");
	expect_residue("\ta();\n", "\ta();\n",
		       "f.c: upstream adds 'lock ( ) ;', this port does not\n"
		       "f.c: upstream's comment 'why' is not in it");
}

#define LONG "A descriptor that the device has taken over belongs to it. "

/* two that differ: what is shown shows where, though both begin alike */
static void test_comments_apart(void)
{
	static const char upstream[] =
		"diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n@@ -1,2 +1,3 @@ void f(void)\n"
		" \ta();\n+\t/* " LONG "It may be freed by then. */\n \tb(x);\n";
	g_autofree char *reworded = residue_of(upstream, "\ta();\n\tb(x);\n",
					       "\ta();\n\t/* " LONG "It is not freed. */\n"
					       "\tb(x);\n");
	g_autofree char *other = residue_of(upstream, "\ta();\n\tb(x);\n",
					    "\ta();\n\t/* no word of it */\n\tb(x);\n");

	g_assert_cmpstr(reworded, ==, "f.c: upstream's comment '…taken over belongs to it. It may "
				      "be freed by then.' is '…taken over belongs to it. It is not "
				      "freed.' here");
	g_assert_cmpstr(other, ==,
			"f.c: upstream's comment 'A descriptor that the device has taken over "
			"belongs to it. I…' is not in it\n"
			"f.c: adds the comment 'no word of it', upstream does not");
}

/* the same tokens, but around another statement */
static void test_other_place(void)
{
	static const char guard[] =
		"diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n"
		"@@ -1,3 +1,5 @@ void f(void)\n \ta(x);\n"
		"-\tb(x);\n+\tguard (l) {\n+\t\tb(x);\n+\t}\n \tc(x);\n";
	g_autofree char *right = residue_of(guard, "\ta(x);\n\tb(x);\n\tc(x);\n",
					    "\ta(x);\n\tguard (l) {\n\t\tb(x);\n\t}\n\tc(x);\n");
	g_autofree char *wrong = residue_of(guard, "\ta(x);\n\tb(x);\n\tc(x);\n",
					    "\ta(x);\n\tb(x);\n\tguard (l) {\n\t\tc(x);\n\t}\n");

	g_assert_cmpstr(right, ==, "");
	g_assert_cmpstr(wrong, ==,
			"f.c: upstream changes lines with b, this port leaves those alone");
}

static struct code *code_in(const char *text)
{
	return code_of_text(text, strlen(text));
}

static void test_contains(void)
{
	g_autoptr(code) whole =
		code_in("f(a, /* x */ b); // y\n#define A 1\n\"s /* t */\"; if (a) { b(); }");
	g_autoptr(code) part = code_in("f ( a,\n b ) ;");
	g_autoptr(code) gap = code_in("f ( a ) ;");
	g_autoptr(code) comment = code_in("/* x */");
	g_autoptr(code) string = code_in("\"s /* t */\"");

	g_assert_true(code_contains(whole, part));
	g_assert_true(code_contains(whole, string));
	g_assert_false(code_contains(whole, gap));
	g_assert_false(code_contains(whole, comment));
	g_assert_false(code_contains(part, whole));
	g_assert_cmpuint(whole->comments->len, ==, 2);
}

/* a piece may start inside a comment, as the context of a hunk does */
static void test_inside_comment(void)
{
	g_autoptr(code) piece = code_in(" * of a comment\n */\n\ta();\n");

	g_assert_cmpuint(piece->tokens->len, ==, 4);
	g_assert_cmpstr(piece->comments->pdata[0], ==, "of a comment");
}

/* what is said of a hand-made port of DIFF or of another patch, for the message */
static void expect_adapted(const char *diff, const char *before, const char *after,
			   const char *expected)
{
	g_autoptr(scene) scene = scene_new();
	g_autoptr(patch) patch = scene_patch(diff);
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GBytes) bytes = g_bytes_new(after, strlen(after));
	g_autofree char *got = NULL;
	struct tree *ported;

	scene_put(scene, "f.c", before);
	ported = tree_overlay(scene->tree);
	tree_put(ported, "f.c", bytes, TREE_FILE);
	judge_adapted(scene->tree, ported, patch, lines);
	tree_free(ported);
	g_ptr_array_add(lines, NULL);
	got = g_strjoinv("\n", (char **)lines->pdata);
	g_assert_cmpstr(got, ==, expected);
}

#define GUARD                                                                                      \
	"diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n"                                           \
	"@@ -1,9 +1,7 @@ int f(void)\n \tint ret;\n \n-\tlock(q);\n+\tguard(q_lock)(q);\n"        \
	" \tstep(one);\n \tret = step(two);\n-\tif (ret) {\n+\tif (ret)\n \t\treturn true;\n"     \
	"-\t}\n-\tunlock(q);\n \treturn ret;\n"

#define BOTH                                                                                       \
	"diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n"                                           \
	"@@ -1,3 +1,3 @@ void f(void)\n \ta();\n-\tresult = x(y);\n+\tresult = z(y);\n \tc();\n"

/* of a comment that begins and ends on lines that come, the code below is none */
#define COMMENT                                                                                    \
	"diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n"                                           \
	"@@ -1,3 +1,8 @@ void f(void)\n \ta();\n-\tif (bug(x))\n-\t\tstop();\n"                   \
	"+\t/*\n+\t * Why.\n+\t */\n+\twith (l) {\n+\t\tif (bug(x))\n+\t\t\tstop();\n+\t}\n"

static void test_adapted_comment(void)
{
	static const char before[] = "\ta();\n\tif (old_bug(x))\n\t\tstop();\n";

	expect_adapted(COMMENT, before,
		       "\ta();\n\t/*\n\t * Why.\n\t */\n\twith (l) {\n\t\tif (old_bug(x))\n"
		       "\t\t\tstop();\n\t}\n",
		       "f.c uses old_bug() where upstream uses bug()");
	/* who takes upstream's side as it is uses nothing else */
	expect_adapted(COMMENT, before,
		       "\ta();\n\t/*\n\t * Why.\n\t */\n\twith (l) {\n\t\tif (bug(x))\n"
		       "\t\t\tstop();\n\t}\n",
		       "f.c: the removed lines also have old_bug() here");
	expect_adapted(BOTH, "\ta();\n\tresult = old_x(y);\n\tc();\n",
		       "\ta();\n\tresult = z(y);\n\tc();\n",
		       "f.c removes old_x() where upstream removes x()");
}

static void test_adapted(void)
{
	/* what upstream has on both sides is used here, when it is on one */
	expect_adapted(BOTH, "\ta();\n\tother = x(y);\n\tc();\n",
		       "\ta();\n\tresult = z(y);\n\tc();\n",
		       "f.c: the removed lines also have other here");
	expect_adapted(BOTH, "\ta();\n\tother = x(y);\n\tc();\n",
		       "\ta();\n\tother = z(y);\n\tc();\n",
		       "f.c uses other where upstream uses result");
	/* of many, nobody knows which stands for which */
	expect_adapted(DIFF, "\ta();\n\tb(x);\n",
		       "\ta();\n\tpp(1);\n\tqq(2);\n\trr(3);\n\tss(4);\n\tb(x);\n",
		       "f.c: the changed lines have pp(), qq(), rr(), ss() here, and not lock()");
	expect_adapted(DIFF, "\ta();\n\tb(x);\n\tz();\n",
		       "\ta();\n\tlock();\n\tb(x);\n\t/* why */\n\tz();\n", "");
	/* other code around says nothing */
	expect_adapted(DIFF, "\tif (z(1))\n\t\treturn NULL;\n\tb(x);\n\ty(gen, m, q);\n",
		       "\tif (z(1))\n\t\treturn NULL;\n\tlock();\n\tb(x);\n\ty(gen, m, q);\n",
		       "");
	expect_adapted(DIFF, "\ta();\n\tb(x);\n", "\ta();\n\told_lock();\n\tb(x);\n",
		       "f.c uses old_lock() where upstream uses lock()");
	/* a short name for another one, but not one alone; keywords never */
	expect_adapted(DIFF, "\ta();\n\tb(x);\n", "\ta();\n\tp();\n\tb(x);\n",
		       "f.c uses p() where upstream uses lock()");
	expect_adapted(DIFF, "\ta();\n\tb(x);\n",
		       "\ta();\n\tlock();\n\tif (y)\n\t\tb(x);\n", "");
	expect_adapted(DIFF, "\ta();\n\tb(x);\n",
		       "\ta();\n\tif (true)\n\t\tlock();\n\tb(x);\n", "");
	expect_adapted(DIFF, "\ta();\n\tb(x);\n", "\ta();\n\tlock(lock_of);\n\tb(x);\n",
		       "f.c: the changed lines also have lock_of here");
	/* a guard made explicit; a line of which only the brace changes is none of its names */
	expect_adapted(GUARD,
		       "\tint ret;\n\n\tlock(q);\n\tstep(one);\n\tret = step(two);\n"
		       "\tif (ret) {\n\t\treturn true;\n\t}\n\tunlock(q);\n\treturn ret;\n",
		       "\tint ret;\n\n\tenter(q);\n\tstep(one);\n\tret = step(two);\n"
		       "\tif (ret) {\n\t\tleave(q);\n\t\treturn true;\n\t}\n\tleave(q);\n"
		       "\treturn ret;\n",
		       "f.c uses enter(), leave() where upstream uses guard(), q_lock");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/residue/same-edit", test_same_edit);
	g_test_add_func("/residue/slid", test_slid);
	g_test_add_func("/residue/binary", test_binary);
	g_test_add_func("/residue/other-edit", test_other_edit);
	g_test_add_func("/residue/other-place", test_other_place);
	g_test_add_func("/residue/comments-apart", test_comments_apart);
	g_test_add_func("/code/contains", test_contains);
	g_test_add_func("/code/inside-comment", test_inside_comment);
	g_test_add_func("/residue/adapted", test_adapted);
	g_test_add_func("/residue/adapted-comment", test_adapted_comment);
	return g_test_run();
}
