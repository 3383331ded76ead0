// SPDX-License-Identifier: GPL-2.0-only
/*
 * Laying out lowered code changes blanks and nothing else.
 */
#include "rules/reflow.h"

#include <string.h>

#include "base/file.h"
#include "format/csource.h"
#include "rules/lower.h"

#define GUARDS "cocci/guards/tests/lower"

static void check_reflow(const char *source_text, const char *lowered_text, const char *expect)
{
	g_autoptr(GBytes) source = g_bytes_new_static(source_text, strlen(source_text));
	g_autoptr(GBytes) lowered = g_bytes_new_static(lowered_text, strlen(lowered_text));
	g_autoptr(GBytes) laid_out = reflow_lowered(source, lowered);
	g_autofree char *text = bytes_text(laid_out);

	g_assert_cmpstr(text, ==, expect);
}

static void test_shapes(void)
{
	/* a way out that had no braces */
	check_reflow("{\n\tif (x)\n\t\treturn 1;\n\telse\n\t\ty = 2;\n}\n",
		     "{\n\tif (x)\n\t\t{ unlock(); return 1; }\n\telse\n\t\ty = 2;\n}\n",
		     "{\n\tif (x) {\n\t\tunlock();\n\t\treturn 1;\n\t} else\n\t\ty = 2;\n}\n");
	/* a block and its end */
	check_reflow("{\n\tscoped(x) {\n\t\ta();\n\n\t\tb();\n\t}\n}\n",
		     "{\n\t{ int *p; p = x; lock(p); {\n\t\ta();\n\n\t\tb();\n"
		     "\t} unlock(p); }\n}\n",
		     "{\n\t{\n\t\tint *p;\n\n\t\tp = x;\n\t\tlock(p);\n\t\t{\n\t\t\ta();\n\n"
		     "\t\t\tb();\n\t\t}\n\t\tunlock(p);\n\t}\n}\n");
	/* around a statement that had no braces */
	check_reflow("{\n\tscoped(x)\n\t\ta();\n\tb();\n}\n",
		     "{\n\t{ lock();\n\t\ta(); unlock(); }\n\tb();\n}\n",
		     "{\n\t{\n\t\tlock();\n\t\ta();\n\t\tunlock();\n\t}\n\tb();\n}\n");
	/* a function's brace stays where it is, and declarations end with a blank line */
	check_reflow("int f(int x)\n{\n\tguard(x);\n\ta();\n}\n",
		     "int f(int x)\n{ int *p;\n\tp = x; lock(p);\n\ta();\n}\n",
		     "int f(int x)\n{\n\tint *p;\n\n\tp = x;\n\tlock(p);\n\ta();\n}\n");
	check_reflow("int f(int x)\n{\n\tint a[2], b;\n\n\tguard(x);\n}\n",
		     "int f(int x)\n{ int *p;\n\tint a[2], b;\n\n\tp = x; lock(p);\n}\n",
		     "int f(int x)\n{\n\tint *p;\n\tint a[2], b;\n\n\tp = x;\n\tlock(p);\n}\n");
	/* behind a statement below an if */
	check_reflow("{\n\tint *p\n\t\t= q;\n\tif (x)\n\t\ta();\n}\n",
		     "{\n\tint *p \n\t\t= q;\n\tif (x)\n\t\ta(); unlock();\n}\n",
		     "{\n\tint *p\n\t\t= q;\n\tif (x)\n\t\ta();\n\tunlock();\n}\n");
	/* braces and semicolons that end nothing */
	check_reflow("{\n\tx = 1;\n}\n",
		     "{\n\tx = (struct y){ 1 }; s(\"; {\"); for (;;) { c('}'); /* ; { */ }\n}\n",
		     "{\n\tx = (struct y){ 1 };\n\ts(\"; {\");\n\tfor (;;) {\n\t\tc('}');\n"
		     "\t\t/* ; { */\n\t}\n}\n");
	/* other lines: nothing is known of what belongs together */
	check_reflow("a;\n", "a;\nb; c;\n", "a;\nb; c;\n");
	check_reflow("", "", "");
	check_reflow("a", "a", "a");
	check_reflow("}}}\n", "} } } } x; }\n", "}\n}\n}\n}\nx;\n}\n");
}

/* code without blanks and newlines */
static char *bare(GBytes *bytes)
{
	g_autofree char *text = bytes_text(bytes);
	GString *out = g_string_new(NULL);

	for (const char *at = text; *at; at++) {
		if (!g_ascii_isspace(*at))
			g_string_append_c(out, *at);
	}
	return g_string_free(out, FALSE);
}

static void test_case(gconstpointer data)
{
	const char *name = data;
	g_autofree char *path = g_build_filename(GUARDS, name, "input.c", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) source = file_read(path, &error);
	g_autoptr(guard_classes) shipped = guard_classes_shipped("cocci", &error);
	g_autoptr(guard_classes) own = NULL;
	g_autoptr(GBytes) lowered = NULL, laid_out = NULL;
	g_autoptr(csource) before = NULL, after = NULL;
	g_autofree char *was = NULL, *is = NULL;

	g_assert_no_error(error);
	own = guard_classes_file(shipped, NULL, NULL, source);
	lowered = lower_file(own, source, NULL, NULL);
	laid_out = reflow_lowered(source, lowered);
	was = bare(lowered);
	is = bare(laid_out);
	g_assert_cmpstr(is, ==, was);
	before = csource_scan(lowered);
	after = csource_scan(laid_out);
	g_assert_cmpuint(after->tokens->len, ==, before->tokens->len);
	for (guint i = 0; i < after->tokens->len; i++)
		g_assert_true(ctoken_same(&g_array_index(before->tokens, struct ctoken, i),
					  &g_array_index(after->tokens, struct ctoken, i)));
}

int main(int argc, char **argv)
{
	g_autoptr(GPtrArray) names = folder_names(GUARDS);

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/reflow/shapes", test_shapes);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *name = g_strdup_printf("/reflow/%s", (char *)names->pdata[i]);

		if (!g_str_has_suffix(names->pdata[i], ".h"))
			g_test_add_data_func(name, names->pdata[i], test_case);
	}
	return g_test_run();
}
