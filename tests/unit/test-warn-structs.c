// SPDX-License-Identifier: GPL-2.0-only
/*
 * Members that a structure of the file does not have, with their nearest
 * neighbours, which are no fault.
 */
#include "warn-sample.h"

/* all of the warnings on a function's new lines, a line each; @above stands in the file */
static char *warned(const char *above, const char *params, const char *new)
{
	g_autofree char *head = g_strconcat(above, "int use(", params, ")\n{\n\tint b = 0;\n\n",
					    NULL);
	g_autofree char *before = g_strconcat(head, "\treturn b;\n}\n", NULL);
	g_autofree char *after = g_strconcat(head, new, "\treturn b;\n}\n", NULL);
	/* upstream's file is another one: of it nothing is known */
	g_autoptr(GPtrArray) warnings = warnings_of("int x;\n", before, "int y;\n", after);

	g_ptr_array_add(warnings, NULL);
	return g_strjoinv("\n", (char **)warnings->pdata);
}

static void expect(const char *above, const char *params, const char *new, const char *warning)
{
	g_autofree char *found = warned(above, params, new);

	g_assert_cmpstr(found, ==, warning);
}

#define TAGGED "struct item {\n\tint first;\n\tstruct {\n\t\tint inner;\n\t} part;\n};\n\n"
#define NAMED "typedef struct item {\n\tint first;\n} item_t;\n\n"
#define LATER "typedef struct item item_t;\n\nstruct item {\n\tint first;\n};\n\n"
#define PLAIN "typedef struct {\n\tint first;\n} item_t;\n\n"
#define STRUCT "'struct item' has no 'second' here"
#define TYPE "'item_t' has no 'second' here"

static void test_types(void)
{
	expect(TAGGED, "struct item *i", "\tb = i->second;\n", STRUCT);
	expect(TAGGED, "struct item *i", "\tb = i->first;\n", "");
	expect(TAGGED, "struct item *i", "\tb = i->part.inner;\n", "");
	expect(TAGGED, "int a, const struct item *i", "\tb = i->second;\n", STRUCT);
	expect(TAGGED, "struct item i", "\tb = i.second;\n", STRUCT);
	expect(NAMED, "item_t *i", "\tb = i->second;\n", TYPE);
	expect(NAMED, "item_t *i", "\tb = i->first;\n", "");
	expect(LATER, "item_t *i", "\tb = i->second;\n", STRUCT);
	expect(PLAIN, "item_t *i", "\tb = i->second;\n", TYPE);
	expect(PLAIN, "item_t *i", "\tb = i->first;\n", "");
	/* two of them are told once */
	expect(TAGGED, "struct item *i, struct item *k", "\tb = i->second;\n\tb = k->second;\n",
	       STRUCT);
	/* a variable of the function, and one that the lines declare */
	expect(TAGGED, "int a", "\tstruct item *i = 0;\n\tb = i->second;\n", STRUCT);
	expect(TAGGED, "int a", "\tstruct item *i = 0;\n\tb = i->first;\n", "");
	/* another type, of which the file has nothing; no type at all */
	expect(TAGGED, "struct other *i", "\tb = i->second;\n", "");
	expect(TAGGED, "int a", "\tb = i->second;\n", "");
	/* the nearest declaration counts */
	expect(TAGGED, "struct item *i", "\tif (b) {\n\t\tstruct other *i;\n\t\tb = i->second;\n"
	       "\t}\n", "");
	/* one in a block that has ended does not, and what it hid is in sight again */
	expect(TAGGED, "struct other *i", "\tif (b) {\n\t\tstruct item *i;\n\t}\n"
	       "\tb = i->second;\n", "");
	expect(TAGGED, "struct item *i", "\tif (b) {\n\t\tstruct other *i;\n\t}\n"
	       "\tb = i->second;\n", STRUCT);
	/* a product declares nothing, nor does what is a member itself */
	expect(TAGGED, "int a", "\tb = item * i->second;\n", "");
	expect(TAGGED, "struct item *i", "\tb = a->i.second;\n", "");
}

/* members may be where they are not named */
static void test_hidden(void)
{
	expect("struct item {\n\tint first;\n\tMORE;\n};\n", "struct item *i",
	       "\tb = i->second;\n", "");
	expect("struct item {\n\tint first;\n\tMORE(1);\n};\n", "struct item *i",
	       "\tb = i->second;\n", "");
	expect("struct item {\n\tint first;\n\tstruct more;\n};\n", "struct item *i",
	       "\tb = i->second;\n", "");
	expect("struct item {\n\tint first;\n#include \"more.h\"\n};\n", "struct item *i",
	       "\tb = i->second;\n", "");
	expect("#define second first\n" TAGGED, "struct item *i", "\tb = i->second;\n", "");
	expect("#ifdef A\nstruct item {\n\tint first;\n};\n#else\nstruct item {\n\tint second;\n"
	       "};\n#endif\n", "struct item *i", "\tb = i->second;\n", "");
	expect("struct item {\n#ifdef A\n\tint first;\n} a;\n#else\n\tint second;\n} a;\n#endif\n",
	       "int a", "\tstruct item *i = 0;\n\tb = i->second;\n", "");
	/* and where they are */
	expect("struct item {\n#ifdef A\n\tint first;\n#endif\n};\n", "struct item *i",
	       "\tb = i->second;\n", STRUCT);
	expect("struct item {\n\tLIST(a) first;\n\tint (*f)(int);\n\tint b : 1;\n};\n",
	       "struct item *i", "\tb = i->second;\n", STRUCT);
	expect("struct item {\n\tLIST(a) second;\n};\n", "struct item *i", "\tb = i->second;\n",
	       "");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warn-structs/types", test_types);
	g_test_add_func("/warn-structs/hidden", test_hidden);
	return g_test_run();
}
