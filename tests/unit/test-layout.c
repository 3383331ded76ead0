// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a semantic patch leaves is laid out as a person would, and upstream's comments
 * find their line again, or are told of.
 */
#include "engine/ladder/layout.h"
#include "port-sample.h"

static struct image *image_of(const char *text)
{
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));

	return image_new("f.c", bytes);
}

static void expect_layout(const char *before, const char *after, const char *expected)
{
	g_autoptr(image) old = image_of(before);
	g_autoptr(image) new = image_of(after);
	g_autoptr(GBytes) bytes = layout_lines(old, new);
	g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));

	g_assert_cmpstr(text, ==, expected);
}

static void test_new_block(void)
{
	expect_layout(
		"void f(void)\n{\n\ta();\n\tif (b)\n\t\tc();\n\td();\n}\n",
		"void f(void)\n{\n\tguard (x) {\n\ta();\n\tif (b)\n\t\tc();\n\t}\n\td();\n}\n",
		"void f(void)\n{\n\tguard (x) {\n\t\ta();\n\t\tif (b)\n\t\t\tc();\n\t}\n"
		"\td();\n}\n");
	expect_layout("void f(void)\n{\n\tif (x) {\n\t\ta();\n\t}\n\td();\n}\n",
		      "void f(void)\n{\n\t\ta();\n\td();\n}\n",
		      "void f(void)\n{\n\ta();\n\td();\n}\n");
}

static void test_first_column(void)
{
	expect_layout(
		"void f(void)\n{\n\ta();\n#ifdef X\n\tb();\n#endif\nagain:\n\tc();\n\n\td();\n}\n",
		"void f(void)\n{\n\tguard (x) {\n\ta();\n#ifdef X\n\tb();\n#endif\nagain:\n"
		"\tc();\n\n\t}\n\td();\n}\n",
		"void f(void)\n{\n\tguard (x) {\n\t\ta();\n#ifdef X\n\t\tb();\n#endif\nagain:\n"
		"\t\tc();\n\n\t}\n\td();\n}\n");
}

#define DIFF                                                                                       \
	"diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n@@ -1,5 +1,7 @@\n void f(void)\n {\n"       \
	"+\t/* why b() is called,\n+\t * in two lines */\n \tb();\n \tc();\n }\n"

static void expect_comment(const char *after, const char *expected, guint missed)
{
	g_autoptr(patch) patch = scene_patch(DIFF);
	g_autoptr(image) image = image_of(after);
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GBytes) bytes = carry_comments(image, patch->diff->files->pdata[0], list);
	g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));

	g_assert_cmpstr(text, ==, expected);
	g_assert_cmpuint(list->len, ==, missed);
}

static void test_comments(void)
{
	expect_comment("void f(void)\n{\n\tif (a) {\n\t\tb( );\n\t}\n}\n",
		       "void f(void)\n{\n\tif (a) {\n\t\t/* why b() is called,\n"
		       "\t\t * in two lines */\n\t\tb( );\n\t}\n}\n",
		       0);
	/* two places, no place, another function */
	expect_comment("void f(void)\n{\n\tb();\n\tb();\n}\n",
		       "void f(void)\n{\n\tb();\n\tb();\n}\n", 1);
	expect_comment("void f(void)\n{\n\td();\n}\n", "void f(void)\n{\n\td();\n}\n", 1);
	expect_comment("void g(void)\n{\n\tb();\n}\n", "void g(void)\n{\n\tb();\n}\n", 1);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/layout/new-block", test_new_block);
	g_test_add_func("/layout/first-column", test_first_column);
	g_test_add_func("/layout/comments", test_comments);
	return g_test_run();
}
