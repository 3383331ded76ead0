// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which macros spatch is told of.  That they are the right ones is shown with
 * spatch itself: it parses the function, which it loses without.
 */
#include "rules/macros.h"

#include <string.h>

#include "base/file.h"
#include "base/tmpdir.h"
#include "needs.h"
#include "rules/spatch.h"

static const char headers[] =
	"#define LOOP(p, l) for (p = (l)->first; p; p = p->next)\n"
	"#define UPON(p, l) LOOP(p, &(l)->list)\n"
	"#define UPON_UPON(p, l) /* two */ \\\n\tUPON(p, (l)->x)\n"
	"#define FILTERED(p, l) LOOP(p, l) if (p->bad) {} else\n"
	"#define NESTED(p, l) for (p = 0; p; p++) for (l = 0; l; l++)\n"
	"#define ONCE(x) while ((x)--)\n"
	"#define scoped_thing(x) scoped_guard(mutex, &(x)->lock)\n"
	"#\tdefine\tSPACED(x)\tfor (;;)\n"
	"#define VARIADIC(x, ...) LOOP(x, __VA_ARGS__)\n"
	"#define HERE __HERE\n"
	"#define __marked __attribute__((marked))\n"
	"#define __marked_with(x) __attribute__((with(x)))\n"
	"#define __twice(x, y) __attribute__((a(x), b(y))) __marked\n"
	/* none of these */
	"#define DONE(p) for (p = 0; p; p++) do_it(p);\n"
	"#define BLOCK(p) for (p = 0; p; p++) { do_it(p); }\n"
	"#define ZERO(p) while (0)\n"
	"#define CALLS(p) call(p)\n"
	"#define AROUND(p) AROUND(p)\n"
	"#define PING(p) PONG(p)\n"
	"#define PONG(p) PING(p)\n"
	"#define OPEN(p) LOOP(p, ((l)\n"
	"#define VALUE(p) 3\n"
	"#define EMPTY(p)\n"
	"#define LOOPS for (;;)\n"
	"#define __number 3\n"
	"#define __guard_h\n"
	"#define __any(...) __attribute__((any(__VA_ARGS__)))\n"
	"#define CLASH(p) for (;;)\n"
	"#define if(x) for (;x;)\n#define struct __attribute__((packed)) struct\n"
	"#define __inline __attribute__((inlined))\n"
	"/* #define COMMENTED(p) */\n"
	"#undefine X\n#define\n#define (x)\n#define";

static struct macros *settled(const char *text)
{
	struct macros *macros = macros_new(NULL);

	macros_read(macros, text, strlen(text));
	macros_settle(macros);
	return macros;
}

static void test_kinds(void)
{
	static const char *const loops[] = { "LOOP", "UPON", "UPON_UPON", "FILTERED", "NESTED",
					     "ONCE", "scoped_thing", "SPACED", "VARIADIC" };
	static const char *const none[] = { "DONE", "BLOCK", "ZERO", "CALLS", "AROUND", "PING",
					    "PONG", "OPEN", "VALUE", "EMPTY", "LOOPS", "__number",
					    "__guard_h", "__any", "CLASH", "HERE", "call", "X",
					    "if", "struct", "__inline" };
	g_autoptr(macros) macros = macros_new(NULL);

	macros_read(macros, headers, strlen(headers));
	macros_read(macros, "#define CLASH(p) (p)\n", strlen("#define CLASH(p) (p)\n"));
	macros_settle(macros);
	for (size_t i = 0; i < G_N_ELEMENTS(loops); i++) {
		g_autofree char *line = g_strdup_printf("#define %s YACFE_ITERATOR", loops[i]);

		g_assert_cmpstr(macros_line(macros, loops[i]), ==, line);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(none); i++)
		g_assert_cmpstr(macros_line(macros, none[i]), ==, NULL);
	g_assert_cmpstr(macros_line(macros, "__marked"), ==, "#define __marked MACROANNOTATION");
	g_assert_cmpstr(macros_line(macros, "__twice"), ==,
			"#define __twice(x, y) MACROANNOTATION");
}

/* what was kept is what was read, and what spatch has already is not said again */
static void test_lines(void)
{
	g_autoptr(macros) read = settled(headers), kept = macros_new(NULL);
	g_autoptr(GString) lines = macros_lines(read);
	g_autoptr(GBytes) bytes = g_bytes_new(lines->str, lines->len);
	g_autoptr(GString) again = NULL;

	macros_take_lines(kept, bytes);
	again = macros_lines(kept);
	g_assert_cmpstr(again->str, ==, lines->str);
	g_assert_nonnull(macros_line(kept, "LOOP"));
	macros_told(kept, "// x\n  #define  LOOP for\n#define __marked\n");
	g_assert_null(macros_line(kept, "LOOP"));
	g_assert_null(macros_line(kept, "__marked"));
	g_assert_nonnull(macros_line(kept, "UPON"));
}

#define F(body) "int f(void)\n{\n\t" body "\n\treturn 1;\n}\n"

static const struct picked {
	const char *name;
	const char *text;
	const char *expect;
} picked[] = {
	{ "block", F("LOOP(p, l) {\n\t\tx();\n\t}"), "#define LOOP YACFE_ITERATOR\n" },
	{ "statement", F("LOOP(p, l)\n\t\tx();"), "#define LOOP YACFE_ITERATOR\n" },
	{ "after-else", F("if (a) b(); else LOOP(p, l) x();"), "#define LOOP YACFE_ITERATOR\n" },
	{ "not-used", F("x();"), "" },
	{ "comment", F("/* LOOP(p, l) { */ x(\"LOOP(p, l) {\");"), "" },
	{ "call", F("LOOP(p, l);"), "" },
	{ "value", F("x = LOOP(p, l); LOOP(p, l) y();"), "" },
	{ "argument", F("x(LOOP(p, l)); LOOP(p, l) y();"), "" },
	{ "passed-on", F("x(LOOP); LOOP(p, l) y();"), "" },
	{ "function", "int LOOP(int p, int l)\n{\n\treturn 1;\n}\n" F("LOOP(p, l) y();"), "" },
	{ "marked-cast", F("LOOP(p, (__force u32)l) y();"), "" },
	{ "plain-cast", F("LOOP(p, (u32)l) y();"), "#define LOOP YACFE_ITERATOR\n" },
	{ "own", "#define MINE(x) UPON(x, y)\n" F("MINE(p) y();"),
	  "#define MINE YACFE_ITERATOR\n" },
	{ "own-other", "#define LOOP(x, y) x(y);\n" F("LOOP(p, l) y();"), "" },
	{ "attribute", "static int x __marked_with(3) __marked;\n",
	  "#define __marked MACROANNOTATION\n#define __marked_with(x) MACROANNOTATION\n" },
	{ "definer", "CALL_2(f, struct x *, map, unsigned int, len)\n{\n\treturn 0;\n}\n",
	  "#define CALL_2(f, t1, a1, t2, a2) long f(t1 a1, t2 a2)\n" },
	{ "definer-of-none", ";\nCALL_0(f)\n{\n\treturn 0;\n}\n",
	  "#define CALL_0(f) long f(void)\n" },
	{ "definer-pairs", "CALL_2(f, struct x *, map, int)\n{\n\treturn 0;\n}\n", "" },
	{ "definer-name", "CALL_1(f, struct x *, dual(map))\n{\n\treturn 0;\n}\n", "" },
	{ "definer-twice", "CALL(f, int, a)\n{\n}\nCALL(g)\n{\n}\n", "" },
	{ "definer-typed", "static CALL(f, int, a)\n{\n}\n", "" },
	{ "definer-inside", F("CALL(f, int, a)\n{\n}"), "" },
};

static char *pick_text(const struct macros *macros, const char *text)
{
	g_autoptr(macro_pick) pick = macros_pick(macros, text, strlen(text));

	return macro_pick_text(pick);
}

static void test_pick(gconstpointer data)
{
	const struct picked *p = data;
	g_autoptr(macros) macros = settled(headers);
	g_autofree char *lines = pick_text(macros, p->text);

	g_assert_cmpstr(lines, ==, p->expect);
}

/* a name that is a loop in one text and a function in another: not in one run */
static void test_clash(void)
{
	static const char loop[] = F("LOOP(p, l) x();"), value[] = F("x = LOOP(p, l);");
	g_autoptr(macros) macros = settled(headers);
	g_autoptr(macro_pick) all = macro_pick_new();
	g_autoptr(macro_pick) first = macros_pick(macros, loop, strlen(loop));
	g_autoptr(macro_pick) second = macros_pick(macros, value, strlen(value));

	g_assert_true(macro_pick_add(all, first));
	g_assert_true(macro_pick_add(all, first));
	g_assert_false(macro_pick_add(all, second));
	macro_pick_free(all);
	all = macro_pick_new();
	g_assert_true(macro_pick_add(all, second));
	g_assert_false(macro_pick_add(all, first));
}

static void put(struct tree *tree, const char *path, const char *text)
{
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));

	tree_put(tree, path, bytes, TREE_FILE);
}

/* spatch 1.1.1 loses the function when nobody tells it that the macro is a loop */
static void test_spatch(void)
{
	static const char text[] =
		"#include <linux/deep.h>\n"
		"int f(struct x *x)\n{\n\twith_thing(x, y)\n\t\treturn one(x);\n\n\treturn 0;\n}\n";
	static const char rule_text[] = "@@ expression E; @@\n- one(E)\n+ two(E)\n";
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = tmpdir_new(&error);
	g_autoptr(tree) base = tree_open_folder(tmpdir_path(dir), &error);
	g_autoptr(tree) tree = tree_overlay(base);
	g_autofree char *rule = tmpdir_file(dir, "rule.cocci");
	g_autoptr(GBytes) source = g_bytes_new_static(text, strlen(text));
	g_autoptr(macros) near = NULL;
	g_autoptr(spatch_run) blind = NULL, seeing = NULL;

	if (!needs_sandboxed("spatch"))
		return;
	g_assert_true(file_write(rule, rule_text, -1, &error));
	put(tree, "include/linux/deep.h", "#include <linux/deeper.h>\n");
	put(tree, "include/linux/deeper.h", "#include <linux/deep.h>\n"
	    "#define with_thing(a, b) for (struct b b = get(a); b.x; put(&b))\n");
	put(tree, "include/linux/other.h", "#define other_thing(a) for (;;)\n");
	blind = spatch_apply(rule, SPATCH_PATCH, source, NULL, &error);
	g_assert_no_error(error);
	g_assert_false(blind->changed);
	near = macros_near(tree, "drivers/a.c", source);
	g_assert_null(macros_line(near, "other_thing"));
	seeing = spatch_apply(rule, SPATCH_PATCH, source, near, &error);
	g_assert_no_error(error);
	g_assert_true(seeing->changed);
	g_assert_cmpuint(seeing->unparsed->len, ==, 0);
}

static void write_file(const struct tmpdir *dir, const char *path, const char *text)
{
	g_autofree char *whole = tmpdir_file(dir, path);
	g_autofree char *folder = g_path_get_dirname(whole);

	g_assert_true(folder_make(folder, NULL));
	g_assert_true(file_write(whole, text, -1, NULL));
}

static void test_tree(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = tmpdir_new(&error);
	g_autoptr(tmpdir) state = tmpdir_new(&error);
	g_autofree char *path = tmpdir_file(state, "results.db");
	g_autoptr(tree) tree = tree_open_folder(tmpdir_path(dir), &error);
	g_autoptr(results) results = results_open(path, &error);
	g_autoptr(macros) first = NULL, again = NULL, changed = NULL;
	g_autofree char *large = g_strnfill(600 << 10, '\n');
	g_autofree char *table = g_strconcat("#define LARGE(x) for (;;)\n", large, NULL);

	write_file(dir, "a/x.h", headers);
	write_file(dir, "b/table.h", table);
	write_file(dir, "c.c", "#define IN_C(x) for (;;)\n");
	first = macros_of_tree(tree, results, NULL, NULL, &error);
	g_assert_no_error(error);
	g_assert_nonnull(macros_line(first, "UPON_UPON"));
	g_assert_null(macros_line(first, "LARGE"));
	g_assert_null(macros_line(first, "IN_C"));
	again = macros_of_tree(tree, results, NULL, NULL, &error);
	g_assert_nonnull(macros_line(again, "UPON_UPON"));
	/* one header says otherwise */
	write_file(dir, "b/y.h", "#define UPON(a, b) ((a) + (b))\n");
	changed = macros_of_tree(tree, results, NULL, NULL, &error);
	g_assert_null(macros_line(changed, "UPON_UPON"));
	g_assert_nonnull(macros_line(changed, "LOOP"));
}

/* what is told of headers one by one is what they say when they are read */
static void test_facts(void)
{
	static const char *const texts[] = {
		headers,
		"#define UPON_TWO(a) UPON(a) LOOP(a)\n#define __weird(\n\tx) __attribute__((w))\n",
		"#define LOOP(x) (x)\n#define (x) for (;;)\n", "",
	};
	g_autoptr(macros) read = macros_new(NULL), told = macros_new(NULL);
	g_autoptr(GString) facts = g_string_new(NULL);
	g_autoptr(GString) lines = NULL, same = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(macros) one = macros_new(NULL), broken = macros_new(NULL);

		macros_read(read, texts[i], strlen(texts[i]));
		macros_read(one, texts[i], strlen(texts[i]));
		macros_facts(one, facts);
		macros_take_facts(told, facts->str, facts->len);
		for (gsize size = 0; size < facts->len; size++)
			macros_take_facts(broken, facts->str, size);
		if (i)
			continue;
		/* before the third text says that LOOP is none */
		macros_settle(one);
		g_assert_nonnull(macros_line(one, "UPON_UPON"));
	}
	macros_settle(read);
	macros_settle(told);
	lines = macros_lines(read);
	same = macros_lines(told);
	g_assert_cmpstr(lines->str, ==, same->str);
	g_assert_nonnull(strstr(lines->str, "__weird"));
	g_assert_null(macros_line(told, "LOOP"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/macros/kinds", test_kinds);
	g_test_add_func("/macros/lines", test_lines);
	for (size_t i = 0; i < G_N_ELEMENTS(picked); i++) {
		g_autofree char *name = g_strdup_printf("/macros/pick/%s", picked[i].name);

		g_test_add_data_func(name, &picked[i], test_pick);
	}
	g_test_add_func("/macros/clash", test_clash);
	g_test_add_func("/macros/spatch", test_spatch);
	g_test_add_func("/macros/facts", test_facts);
	g_test_add_func("/macros/tree", test_tree);
	return g_test_run();
}
