// SPDX-License-Identifier: GPL-2.0-only
/*
 * Comparing what gcc and sparse say of two versions of a file.  The logs are
 * as the tools wrote them (sparse 0.6.4, gcc 12.2, objtool of 6.18).
 */
#include <glib.h>
#include <string.h>

#include "check/diag.h"

static const char file_before[] =
	"int a;\n"
	"static void f(void)\n"
	"{\n"
	"\tx = 0;\n"
	"\ty = p;\n"
	"}\n"
	"static void g(void)\n"
	"{\n"
	"\tx = 0;\n"
	"}\n";

/* two lines more above, one statement more in f() */
static const char file_after[] =
	"int a;\n"
	"int b;\n"
	"int c;\n"
	"static void f(void)\n"
	"{\n"
	"\tx = 0;\n"
	"\ty =\tp;\n"
	"\tz();\n"
	"}\n"
	"static void g(void)\n"
	"{\n"
	"\tx = 0;\n"
	"}\n";

static GBytes *content(void *data, const char *path)
{
	return strcmp(path, "d/t.c") ? NULL : g_bytes_new(data, strlen(data));
}

static GPtrArray *parse(const char *log, const char *file)
{
	const struct diag_files files = {
		.folder = "/src/tree",
		.content = content,
		.data = (void *)file,
	};

	return diags_parse(log, &files);
}

static void assert_new(const char *before, const char *after, guint expected)
{
	g_autoptr(GPtrArray) old = parse(before, file_before);
	g_autoptr(GPtrArray) new = parse(after, file_after);
	g_autoptr(GPtrArray) fresh = diags_new(old, new);

	g_assert_cmpuint(fresh->len, ==, expected);
}

static void test_fields(void)
{
	g_autoptr(GPtrArray) diags =
		parse("make[1]: Entering directory '/tmp/kb/out'\n"
		      "  CHECK   /src/tree/d/t.c\n"
		      "/src/tree/d/t.c:5:4: warning: incorrect type in assignment (different)\n"
		      "/src/tree/d/t.c:5:4:    expected struct a [noderef] __user *y\n"
		      "/src/tree/d/t.c:5:4:    got void *p\n"
		      "d/t.c:9:1: error: undefined identifier 'x'\n"
		      "make[2]: *** [/src/tree/Makefile:2010: .] Error 2\n",
		      file_before);
	const struct diag *diag;

	g_assert_cmpuint(diags->len, ==, 2);
	diag = diags->pdata[0];
	g_assert_cmpstr(diag->path, ==, "d/t.c");
	g_assert_cmpuint(diag->line, ==, 5);
	g_assert_false(diag->error);
	g_assert_cmpstr(diag->text, ==,
			"incorrect type in assignment (different) "
			"expected struct a [noderef] __user *y got void *p");
	g_assert_cmpstr(diag->function, ==, "f");
	g_assert_cmpstr(diag->source, ==, "y = p;");
	diag = diags->pdata[1];
	g_assert_true(diag->error);
	g_assert_cmpstr(diag->function, ==, "g");
	g_assert_true(diag == diag_first_error(diags));
}

static void test_moved_lines(void)
{
	assert_new("/src/tree/d/t.c:4:2: warning: Using plain integer as NULL pointer\n"
		   "/src/tree/d/t.c:9:2: warning: Using plain integer as NULL pointer\n",
		   "/src/tree/d/t.c:6:2: warning: Using plain integer as NULL pointer\n"
		   "/src/tree/d/t.c:12:2: warning: Using plain integer as NULL pointer\n", 0);
}

static void test_white_space(void)
{
	assert_new("d/t.c:5:2: warning: odd\n", "d/t.c:7:2: warning: odd\n", 0);
}

static void test_multiset(void)
{
	assert_new("d/t.c:4:2: warning: odd\n",
		   "d/t.c:6:2: warning: odd\nd/t.c:6:7: warning: odd\n", 1);
	assert_new("d/t.c:4:2: warning: odd\nd/t.c:4:7: warning: odd\n",
		   "d/t.c:6:2: warning: odd\n", 0);
}

/* the same line in another function is another complaint */
static void test_function_counts(void)
{
	assert_new("d/t.c:4:2: warning: odd\n", "d/t.c:12:2: warning: odd\n", 1);
}

static void test_second_lines_count(void)
{
	assert_new("d/t.c:5:2: warning: wrong type\nd/t.c:5:2:    expected int\n",
		   "d/t.c:7:2: warning: wrong type\nd/t.c:7:2:    expected long\n", 1);
}

static void test_numbers_in_text(void)
{
	assert_new("d/t.c:4:2: warning: symbol 'x' redeclared (originally declared at d/t.c:1)\n",
		   "d/t.c:6:2: warning: symbol 'x' redeclared (originally declared at d/t.c:3)\n",
		   0);
	assert_new("d/t.o: warning: objtool: f+0x12: unreachable instruction\n",
		   "d/t.o: warning: objtool: f+0x2e: unreachable instruction\n", 0);
	assert_new("", "d/t.o: warning: objtool: f+0x2e: unreachable instruction\n", 1);
}

static void test_notes_are_no_complaints(void)
{
	g_autoptr(GPtrArray) diags =
		parse("In file included from d/t.c:1:\n"
		      "d/t.c: In function 'f':\n"
		      "d/t.c:4:9: error: this 'if' clause does not guard... "
		      "[-Werror=misleading-indentation]\n"
		      "    4 |         if (!x)\n"
		      "      |         ^~\n"
		      "d/t.c:5:9: note: ...this statement, but the latter is misleadingly\n"
		      "make[1]: warning: jobserver unavailable: using -j1.\n"
		      "cc1: all warnings being treated as errors\n",
		      file_before);

	g_assert_cmpuint(diags->len, ==, 1);
}

static void test_context(void)
{
	g_autoptr(GPtrArray) diags =
		parse("d/t.c:2:13: warning: context imbalance in 'f' - wrong count at exit\n"
		      "d/t.c:4:13: warning: context imbalance in 'h' - unexpected unlock\n"
		      "d/t.c:9:13: warning: different lock contexts for basic block\n"
		      "d/t.c:4:13: warning: dereference of noderef expression\n",
		      file_before);

	g_assert_true(diag_is_context(diags->pdata[0]));
	g_assert_true(diag_is_context(diags->pdata[2]));
	g_assert_false(diag_is_context(diags->pdata[3]));
	g_assert_true(diag_about(diags->pdata[0], "f"));
	g_assert_false(diag_about(diags->pdata[0], "g"));
	g_assert_true(diag_about(diags->pdata[1], "h"));
	g_assert_true(diag_about(diags->pdata[2], "g"));
}

static void test_garbage(void)
{
	g_autoptr(GPtrArray) diags = parse("\xff\xfe:1:2: warning: \x80\n:::\n: warning: x\n"
					   "d/t.c:99999999999999999999:1: warning: far\n"
					   "d/t.c:0:0: warning: none\n", file_before);

	g_assert_cmpuint(diags->len, ==, 3);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/diag/fields", test_fields);
	g_test_add_func("/diag/moved-lines", test_moved_lines);
	g_test_add_func("/diag/white-space", test_white_space);
	g_test_add_func("/diag/multiset", test_multiset);
	g_test_add_func("/diag/function-counts", test_function_counts);
	g_test_add_func("/diag/second-lines", test_second_lines_count);
	g_test_add_func("/diag/numbers-in-text", test_numbers_in_text);
	g_test_add_func("/diag/notes", test_notes_are_no_complaints);
	g_test_add_func("/diag/context", test_context);
	g_test_add_func("/diag/garbage", test_garbage);
	return g_test_run();
}
