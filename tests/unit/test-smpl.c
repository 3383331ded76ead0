// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a rule needs, worked out by hand from how Coccinelle matches, and what a
 * slice keeps.
 */
#include <string.h>

#include "rules/slice.h"
#include "rules/smpl.h"

struct sample {
	const char *name;
	const char *rule;
	const char *mode;
	const char *piece;
	bool alone;
	bool whole;
};

static const struct sample samples[] = {
	{ "statement", "@@ expression E; @@\n- foo(E, bar);\n", "", "foo & bar", true, false },
	{ "metavariables", "@@ identifier f, foo; @@\n- foo(f, bar);\n", "", "bar", true, false },
	{ "plus lines", "@@ @@\n- foo();\n+ bar();\n", "", "foo", true, false },
	{ "disjunction", "@@ @@\n(\n- foo();\n|\n- bar();\n)\n", "", "foo | bar", true, false },
	{ "inner disjunction", "@@ @@\n- x = \\(foo\\|bar\\)(1);\n", "", "foo | bar", true, false },
	{ "nest", "@@ @@\nf1(...) {\n<...\n- foo();\n...>\n}\n", "", "f1", true, false },
	{ "sure nest", "@@ @@\nf1(...) {\n<+...\n- foo();\n...+>\n}\n", "", "f1 & foo", true,
	  false },
	{ "when", "@@ @@\n- foo();\n... when != bar();\n- baz();\n", "", "foo & baz", true, false },
	{ "optional", "@@ @@\n- foo();\n? bar();\n baz();\n", "", "foo & baz", true, false },
	{ "null", "@@ expression x; @@\n- if (x == NULL) foo();\n", "", "foo", true, false },
	{ "else", "@@ expression x; @@\n- if (x) foo(); else bar();\n", "", "foo", true, false },
	{ "cast", "@@ expression x; @@\n- foo((struct bar *)x);\n", "", "foo", true, false },
	{ "sizeof", "@@ expression x; @@\n- foo(sizeof(struct bar));\n", "", "foo", true, false },
	{ "number", "@@ expression x; @@\n- foo(x * 1000, 0);\n", "", "foo & 1000", true, false },
	{ "string", "@@ @@\n- foo(\"bar\");\n", "", "foo", true, false },
	{ "comment", "@@ @@\n- foo(); // bar\n", "", "foo", true, false },
	{ "word set", "@@ identifier f = {foo, bar}; @@\n- f();\n", "", "foo | bar", true, false },
	{ "mode", "virtual report\nvirtual patch\n@depends on patch@ @@\n- foo();\n"
	  "@depends on report && !patch@ @@\n* bar();\n", "report", "bar", true, false },
	{ "position", "@r@ position p; @@\nfoo@p();\n@@ position r.p; @@\n- bar@p();\n", "",
	  "bar & foo", true, false },
	{ "not there", "@r@ position p; @@\nfoo@p();\n@@ position p != r.p; @@\n- bar@p();\n", "",
	  "bar", true, false },
	{ "name of another function", "@r@ identifier f; @@\nfoo(f);\n@@ identifier r.f; @@\n"
	  "- bar(f);\n", "", "foo | bar", false, false },
	{ "depends on a match", "@r@ @@\nfoo();\n@depends on r@ @@\n- bar();\n", "",
	  "foo | bar", false, false },
	{ "any function", "@r@ identifier f; @@\nf();\n@@ identifier r.f; @@\n- bar(f);\n", "",
	  "nothing", false, true },
	{ "bound by a conjunction", "@r@ iterator i; statement S; @@\n(\n(\nfoo() S\n|\nbar() S\n)"
	  "\n&\ni(...) S\n)\n@@ iterator r.i; statement S; @@\n* i(...) S\n", "", "foo | bar",
	  false, false },
	{ "script", "virtual report\n@r@ position p; @@\nfoo@p();\n@script:python@ p << r.p; @@\n"
	  "print(p)\n", "report", "foo", true, false },
};

static void test_need(gconstpointer data)
{
	const struct sample *sample = data;
	g_autoptr(smpl) smpl = smpl_parse(sample->rule);
	g_autoptr(smpl_plan) plan = smpl_plan_new(smpl, sample->mode);
	g_autofree char *piece = need_text(plan->piece);

	g_assert_cmpstr(piece, ==, sample->piece);
	g_assert_cmpint(plan->alone, ==, sample->alone);
	g_assert_cmpint(plan->whole, ==, sample->whole);
}

static void test_header(void)
{
	g_autoptr(smpl) smpl = smpl_parse("/// What it\n/// does\n///\n// Confidence: High\n"
					  "// Copyright: (C) A\n// Copyright: (C) B\n"
					  "// URL: https://example.org\n"
					  "// Options: --no-includes --include-headers\n\n"
					  "virtual patch, report;\n@@ @@\n- foo();\n");

	g_assert_cmpstr(smpl->summary, ==, "What it does");
	g_assert_cmpstr(smpl->confidence, ==, "High");
	g_assert_cmpstr(smpl->url, ==, "https://example.org");
	g_assert_cmpstr(smpl->options, ==, "--no-includes --include-headers");
	g_assert_cmpuint(smpl->copyright->len, ==, 2);
	g_assert_true(smpl_has_virtual(smpl, "report"));
	g_assert_false(smpl->scripted);
}

static void test_words(void)
{
	g_autoptr(wordset) words = wordset_new();
	static const char text[] = "xfoo foo_ foo(bar";
	guint8 present[3] = { 0 };

	wordset_add(words, "foo");
	wordset_add(words, "bar");
	wordset_add(words, "foobar");
	g_assert_true(wordset_search(words, text, strlen(text), present));
	g_assert_cmpint(present[0], ==, 1);
	g_assert_cmpint(present[1], ==, 1);
	g_assert_cmpint(present[2], ==, 0);
	g_assert_false(wordset_search(words, "xfoo foo_ barx", 14, present));
	g_assert_false(wordset_search(words, "f", 1, present));
}

static void test_slice(void)
{
	static const char text[] =
		"struct used { int a; };\n"
		"struct unused { int b; };\n"
		"#define HELP(x) \\\n\t(x)\n"
		"static int table[] = {\n\t1,\n\t2 };\n"
		"static int other(struct used *u)\n{\n\treturn 1;\n}\n"
		"static int far(void)\n{\n\treturn 2;\n}\n"
		"int f(struct used *u)\n{\n"
			"\treturn wanted(other(u)) + HELP(table[0]);\n}\n";
	g_autoptr(wordset) words = wordset_new();
	g_autoptr(need) need = need_word("wanted");
	g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
	g_autoptr(slicer) slicer = NULL;
	g_autoptr(GArray) found = NULL;
	g_autoptr(slice) slice = NULL;

	need_bind(need, words);
	slicer = slicer_new(bytes, words);
	found = slicer_find(slicer, need);
	g_assert_cmpuint(found->len, ==, 1);
	g_assert_cmpstr(slicer_name(slicer, g_array_index(found, guint, 0)), ==, "f");
	slice = slicer_cut(slicer, (guint *)found->data, 1);
	g_assert_cmpstr(slice->text->str, ==,
			"struct used { int a; };\n"
			"#define HELP(x) \\\n\t(x)\n"
			"static int table[];\n"
			"static int other(struct used *u);\n"
			"int f(struct used *u)\n{\n"
			"\treturn wanted(other(u)) + HELP(table[0]);\n}\n");
	/* the return statement */
	g_assert_cmpuint(slice_line(slice, 8), ==, 18);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autofree char *path = g_strdup_printf("/smpl/need/%s", samples[i].name);

		g_test_add_data_func(path, &samples[i], test_need);
	}
	g_test_add_func("/smpl/header", test_header);
	g_test_add_func("/words/search", test_words);
	g_test_add_func("/slice/cut", test_slice);
	return g_test_run();
}
