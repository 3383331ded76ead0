// SPDX-License-Identifier: GPL-2.0-only
/*
 * Formats and the values that a merge leaves them with, with their nearest
 * neighbours, which are no fault.
 */
#include "warn-sample.h"

#define USE(format, values) "int use(int a)\n{\n\tint b = 0;\n\n\tsay(a,\n\t    " format ",\n" \
	values "\t    b);\n\treturn b;\n}\n"
#define MORE "\t    a,\n"

/* upstream's format gets one value more, as this tree's has got one of its own */
static void test_values(void)
{
	sample(USE("\"%d\"", ""), USE("\"%d%d\"", "\t    c,\n"), USE("\"%d%d\"", MORE),
	       USE("\"%d%d\"", "\t    c,\n" MORE),
	       "'say' has a format for 2 values, and gets 3");
	sample(USE("\"%d\"", ""), USE("\"%d%d\"", "\t    c,\n"), USE("\"%d%d\"", MORE),
	       USE("\"%d%d%d\"", "\t    c,\n" MORE), NULL);
	/* a conversion more, and its value was left out */
	sample(USE("\"%d\"", MORE) "int x;\n", USE("\"%d\"", "") "int y;\n",
	       USE("\"%d %s\"", MORE) "int x;\n", USE("\"%d %s\"", "") "int y;\n",
	       "'say' has a format for 2 values, and gets 1");
}

/* what is counted: "%%", "%*d", a macro that ends a conversion, strings in a row */
static void test_conversions(void)
{
	const char *const same[] = {
		"\"%%%d\"", "\"%-8.3f\"", "\"%\" PRIu64 \" \"", "\"a \" \"%lld\"", "\"%m%hhx\"",
	};

	for (guint i = 0; i < G_N_ELEMENTS(same); i++) {
		g_autofree char *ours = g_strdup_printf(USE("%s", ""), same[i]);
		g_autofree char *theirs = g_strdup_printf(USE("\"%%d\"", "%s"), MORE);
		g_autofree char *result = g_strdup_printf(USE("%s", "%s"), same[i], MORE);

		sample(USE("\"%d\"", ""), ours, theirs, result,
		       "'say' has a format for 1 values, and gets 2");
	}
	sample(USE("\"%d\"", ""), USE("\"%*d\"", "\t    c,\n"), USE("\"%d\"", MORE),
	       USE("\"%*d\"", "\t    c,\n" MORE),
	       "'say' has a format for 2 values, and gets 3");
}

/* a macro may stand for conversions, and a call that did not fit before prints in another way */
static void test_uncertain(void)
{
	sample(USE("\"%d\"", ""), USE("\"%d\" ADDRESS", ""), USE("\"%d%d\"", MORE),
	       USE("\"%d\" ADDRESS", MORE), NULL);
	sample(USE("\"%d\"", ""), USE("\"at \" ADDRESS \" %d\"", ""), USE("\"%d%d\"", MORE),
	       USE("\"at \" ADDRESS \" %d\"", MORE), NULL);
	sample(USE("\"%d\"", ""), USE("\"%d\"", ""), USE("\"%d%d.%d\"", "\t    QUAD(a),\n"),
	       USE("\"%d.%d%d\"", "\t    QUAD(a),\n"), NULL);
	sample(USE("\"%d\"", ""), USE("\"%d%d\"", ""), USE("\"%d\"", MORE),
	       USE("\"%d%d\"", MORE MORE), NULL);
	/* as upstream has it */
	sample(USE("\"%d\"", "") "int x;\n", USE("\"%d\"", "") "int y;\n",
	       USE("\"%d\"", MORE) "int x;\n", USE("\"%d\"", MORE) "int y;\n", NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn-conversions/values", test_values);
	g_test_add_func("/warn-conversions/conversions", test_conversions);
	g_test_add_func("/warn-conversions/uncertain", test_uncertain);
	return g_test_run();
}
