// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which relations of words hold in a text, by reasoning; that nothing is lost by them is for the
 * shell tests, against spatch.
 */
#include <glib.h>
#include <string.h>

#include "rules/relation.h"

#define F(body) "int f(int x)\n{\n" body "\nout:\n\treturn 0;\n}\n"

static const struct sample {
	const char *name;
	const char *within;	/* word; NULL for a call that comes again or is not tested */
	const char *text;
	bool holds;
	bool tested;
} samples[] = {
	{ "inside", "goto", F("each(x) { if (x) goto out; }"), true },
	{ "behind", "goto", F("each(x) { y(); } if (x) goto out;"), false },
	{ "before", "goto", F("if (x) goto out; each(x) { y(); }"), false },
	{ "another loop", "goto", F("step(x) { goto out; } each(x) { y(); }"), false },
	{ "no braces", "goto", F("each(x) if (x) goto out;"), true },
	{ "no braces, behind", "goto", F("{ each(x) y(); } goto out;"), false },
	{ "a comment between", "goto", F("each(x) /* all */ { y(); } goto out;"), false },
	{ "in a comment", "goto", F("each(x) { y(); /* goto out */ }"), false },
	{ "a directive may hide a brace", "goto",
	  F("each(x) {\n#ifdef A\n\ty(); }\n#else\n\tz();\n#endif\n goto out; }"), true },
	{ "in a macro", "goto", "#define LEAVE goto out\n" F("each(x) { LEAVE; }"), true },
	{ "the loop in a macro", "goto", "#define ALL(x) each(x)\n" F("ALL(x) { goto out; }"),
	  true },
	{ "no such loop", "goto", F("goto out;"), false },

	{ "once", NULL, F("each(x);"), false },
	{ "twice", NULL, F("each(x); each(y);"), true },
	{ "two words once", NULL, F("each(x); other(y);"), false },
	{ "in a loop", NULL, F("for (;;) { each(x); }"), true },
	{ "behind a loop", NULL, F("for (;;) { y(); } each(x);"), false },
	{ "before a loop", NULL, F("each(x); for (;;) { y(); }"), false },
	{ "do", NULL, F("do { each(x); } while (x);"), true },
	{ "behind do", NULL, F("do { y(); } while (x); each(x);"), true },
	{ "macro loop", NULL, F("all_of(x) { each(x); }"), true },
	{ "macro loop without braces", NULL, F("all_of(x) each(x);"), true },
	{ "if is no loop", NULL, F("if (x) { each(x); }"), false },
	{ "switch is no loop", NULL, F("switch (x) { case 1: each(x); }"), false },
	{ "goto back", NULL, F("again: each(x); if (x) goto again;"), true },
	{ "goto on", NULL, F("if (x) goto out; each(x); if (y) goto out;"), false },
	{ "computed goto", NULL, F("each(x); goto *x;"), true },
	{ "defined", NULL, "#define BOTH each(x)\n" F("BOTH;"), true },
	{ "a jump in a macro", NULL, "#define MORE goto on\n" F("on: each(x); MORE;"), true },
	{ "a word like a jump in a macro", NULL, "#define MORE format(x)\n" F("each(x); MORE;"),
	  false },
	{ "in a string", NULL, F("each(x); y(\"each\");"), false },

	{ "tested", NULL, F("x = each(1); if (!x) y();"), false, true },
	{ "two tested", NULL, F("x = each(1); if (!x) y(); z = other(); if (!z) y();"), false,
	  true },
	{ "one of two", NULL, F("x = each(1); if (!x) y(); z = other();"), true, true },
	{ "a field", NULL, F("a->b[i].c = each(1); if (!a->b[i].c || z) y();"), false, true },
	{ "another field", NULL, F("a->b = each(1); if (!a->c) y();"), true, true },
	{ "of it", NULL, F("a = each(1); if (!a->c) y();"), true, true },
	{ "more than it", NULL, F("a = each(1); if (!a + 1) y();"), true, true },
	{ "a field of it", NULL, F("a->b = each(1); if (!a) y();"), true, true },
	{ "the other way", NULL, F("x = each(1); if (x) y();"), true, true },
	{ "later", NULL, F("x = each(1); z(); if (!x) y();"), true, true },
	{ "a comment between", NULL, F("x = each(1); /* fine */ if (!x) y();"), false, true },
	{ "a directive between", NULL, F("x = each(1);\n#ifdef A\nif (!x) y();\n#endif\n"), true,
	  true },
	{ "declared", NULL, F("int x = each(1); if (!x) y();"), true, true },
	{ "through a pointer", NULL, F("*x = each(1); if (!*x) y();"), true, true },
	{ "a cast", NULL, F("x = (int)each(1); if (!x) y();"), true, true },
	{ "within something", NULL, F("x = z(each(1)); if (!x) y();"), true, true },
	{ "and more", NULL, F("x = each(1) + 1; if (!x) y();"), true, true },
	{ "returned", NULL, F("return each(1);"), true, true },
	{ "in a loop", NULL, F("for (;;) { x = each(1); if (!x) y(); }"), false, true },
	{ "a loop's only statement", NULL, F("for (;;) x = each(1); if (!x) y();"), true, true },
	{ "a condition's only statement", NULL, F("if (z) x = each(1); if (!x) y();"), true, true },
	{ "else", NULL, F("if (z) y(); else x = each(1); if (!x) y();"), true, true },
	{ "behind a label", NULL, F("on: x = each(1); if (!x) goto on;"), true, true },
	{ "behind a block", NULL, F("if (z) { y(); } x = each(1); if (!x) y();"), false, true },
	{ "at the end", NULL, "int f(int x)\n{\n\tx = each(1);", true, true },
	{ "not closed", NULL, "int f(int x)\n{\n\tx = each(1", true, true },
	{ "in a macro", NULL, "#define GET each(1)\n" F("x = each(1); if (!x) y();"), true, true },
	{ "no such call", NULL, F("x = y(1);"), false, true },
};

static void test_sample(gconstpointer data)
{
	const struct sample *sample = data;
	g_autoptr(wordset) words = wordset_new();
	g_autoptr(need) relation = need_new(sample->within ? NEED_WITHIN :
					    sample->tested ? NEED_UNTESTED : NEED_AGAIN);
	g_autoptr(GPtrArray) relations = g_ptr_array_new();
	g_autofree guint8 *present = NULL;

	relation->word = g_strdup(sample->within);
	need_add(relation, need_word("each"));
	need_add(relation, need_word("other"));
	need_bind(relation, words);
	need_relations(relation, relations);
	g_assert_cmpuint(relations->len, ==, 1);
	present = g_malloc0(wordset_count(words) + relations->len + 1);
	/* nobody has looked yet */
	g_assert_true(need_holds(relation, present));
	relations_bind(relations, words);
	g_assert_false(need_holds(relation, present));
	relations_search(relations, sample->text, strlen(sample->text), present);
	g_assert_cmpint(need_holds(relation, present), ==, sample->holds);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autofree char *path = g_strdup_printf("/relation/%s/%s",
							samples[i].within ? "within" :
							samples[i].tested ? "untested" : "again",
							samples[i].name);

		g_test_add_data_func(path, &samples[i], test_sample);
	}
	return g_test_run();
}
