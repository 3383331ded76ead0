// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lowering: what the text becomes, what is refused, and sparse as the judge of
 * the result (it checks explicit calls and is blind to guards).
 */
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/tmpdir.h"
#include "rules/lower.h"

#define HEAD							\
	"typedef struct { int raw; } rwlock_t;\n"		\
	"void write_lock(rwlock_t *l) __attribute__((context(l, 0, 1)));\n"	\
	"void write_unlock(rwlock_t *l) __attribute__((context(l, 1, 0)));\n"	\
	"void read_lock(rwlock_t *l) __attribute__((context(l, 0, 1)));\n"	\
	"void read_unlock(rwlock_t *l) __attribute__((context(l, 1, 0)));\n"	\
	"int g(int);\n"						\
	"int f(rwlock_t *a, rwlock_t *b, int x);\n"
#define FUNCTION(body) HEAD "int f(rwlock_t *a, rwlock_t *b, int x)\n{\n" body "}\n"

static char *lower(const char *text, char **out_reason)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) source = g_bytes_new_static(text, strlen(text));
	g_autoptr(GBytes) lowered = lower_guards("cocci", source, "f", out_reason, &error);

	g_assert_no_error(error);
	return lowered ? g_strndup(g_bytes_get_data(lowered, NULL), g_bytes_get_size(lowered)) :
			 NULL;
}

static char *sparse(const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = tmpdir_new(&error);
	g_autofree char *file = tmpdir_file(dir, "lowered.c");
	const char *const argv[] = { "sparse", file, NULL };
	const struct proc_spec spec = { .argv = argv, .seconds = 10 };
	g_auto(proc_result) result = { 0 };

	g_assert_true(file_write(file, text, -1, NULL));
	proc_run(&spec, &result, &error);
	g_assert_no_error(error);
	return g_strdup(result.err->str);
}

static unsigned int count(const char *text, char c)
{
	unsigned int n = 0;

	for (; *text; text++)
		n += *text == c;
	return n;
}

static const struct good {
	const char *name;
	const char *body;
	const char *lowered;
} goods[] = {
	{ "scoped",
	  "\tscoped_guard(write_lock, a) {\n\t\tx = g(x);\n\t\tif (x)\n\t\t\treturn -5;\n\t}\n"
	  "\treturn 0;\n",
	  "\t{ write_lock(a); {\n\t\tx = g(x);\n\t\tif (x)\n"
	  "\t\t\t{ write_unlock(a); return -5; }\n"
	  "\t} write_unlock(a); }\n\treturn 0;\n" },
	{ "scoped-statement",
	  "\tif (x)\n\t\tscoped_guard(read_lock, a)\n\t\t\tx = g(x);\n\telse\n\t\tx = 1;\n"
	  "\treturn x;\n",
	  "\tif (x)\n\t\t{ read_lock(a);\n\t\t\tx = g(x); read_unlock(a); }\n\telse\n"
	  "\t\tx = 1;\n"
	  "\treturn x;\n" },
	{ "return-call",
	  "\tscoped_guard(write_lock, a)\n\t\treturn g(x);\n\treturn 0;\n",
	  "\t{ write_lock(a);\n\t\t{ int value = g(x); write_unlock(a); return value; } }\n"
	  "\treturn 0;\n" },
	{ "goto-out",
	  "\tscoped_guard(write_lock, a) {\n\t\tif (g(x))\n\t\t\tgoto out;\n\t\tif (g(1))\n"
	  "\t\t\tgoto in;\n\t\tg(2);\nin:\n\t\tg(3);\n\t}\nout:\n\treturn x;\n",
	  "\t{ write_lock(a); {\n\t\tif (g(x))\n\t\t\t{ write_unlock(a); goto out; }\n"
	  "\t\tif (g(1))\n\t\t\tgoto in;\n\t\tg(2);\nin:\n\t\tg(3);\n"
	  "\t} write_unlock(a); }\nout:\n\treturn x;\n" },
	{ "nested",
	  "\tscoped_guard(write_lock, a) {\n\t\tscoped_guard(read_lock, b) {\n"
	  "\t\t\tif (x)\n\t\t\t\treturn 1;\n\t\t}\n\t}\n\treturn 0;\n",
	  "\t{ write_lock(a); {\n\t\t{ read_lock(b); {\n"
	  "\t\t\tif (x)\n\t\t\t\t{ read_unlock(b); write_unlock(a); return 1; }\n"
	  "\t\t} read_unlock(b); }\n"
	  "\t} write_unlock(a); }\n\treturn 0;\n" },
	{ "nested-statements",
	  "\tscoped_guard(write_lock, a)\n\t\tscoped_guard(read_lock, b)\n\t\t\tx = g(x);\n"
	  "\treturn x;\n",
	  "\t{ write_lock(a);\n\t\t{ read_lock(b);\n\t\t\tx = g(x); read_unlock(b); } "
	  "write_unlock(a); }\n\treturn x;\n" },
	{ "guard",
	  "\tint i;\n\n\tguard(write_lock)(a);\n\tfor (i = 0; i < x; i++) {\n\t\tif (g(i))\n"
	  "\t\t\tbreak;\n\t}\n\treturn 0;\n",
	  "\tint i;\n\n\twrite_lock(a);\n\tfor (i = 0; i < x; i++) {\n\t\tif (g(i))\n"
	  "\t\t\tbreak;\n\t}\n\twrite_unlock(a); return 0;\n" },
	{ "guard-twice",
	  "\tif (x) {\n\t\tguard(write_lock)(a);\n\t\tguard(read_lock)(b);\n\t\tg(x);\n\t}\n"
	  "\treturn 0;\n",
	  "\tif (x) {\n\t\twrite_lock(a);\n\t\tread_lock(b);\n\t\tg(x); read_unlock(b); "
	  "write_unlock(a);\n\t}\n\treturn 0;\n" },
	{ "switch-inside",
	  "\tscoped_guard(write_lock, a) {\n\t\tswitch (x) {\n\t\tcase 1:\n\t\t\tbreak;\n"
	  "\t\tdefault:\n\t\t\treturn 2;\n\t\t}\n\t}\n\treturn 0;\n",
	  "\t{ write_lock(a); {\n\t\tswitch (x) {\n\t\tcase 1:\n\t\t\tbreak;\n"
	  "\t\tdefault:\n\t\t\t{ write_unlock(a); return 2; }\n\t\t}\n\t} write_unlock(a); }\n"
	  "\treturn 0;\n" },
	{ "many-lines",
	  "\tscoped_guard(write_lock,\n\t\t     a) {\n\t\treturn g(x +\n\t\t\t 1 /* one */);\n"
	  "\t}\n"
	  "\treturn 0;\n",
	  "\t{ write_lock(a);\n {\n"
	  "\t\t{ int value = g(x + 1 ); write_unlock(a); return value; }\n"
	  "\n\t} }\n\treturn 0;\n" },
	{ "break",
	  "\tfor (;;) {\n\t\tguard(write_lock)(a);\n\t\tif (x)\n\t\t\tbreak;\n\t}\n"
	  "\treturn 0;\n",
	  "\tfor (;;) {\n\t\twrite_lock(a);\n\t\tif (x)\n\t\t\t{ write_unlock(a); break; } "
	  "write_unlock(a);\n\t}\n\treturn 0;\n" },
	{ "kept",
	  "\tif (x) {\n\t\tguard(write_lock)(a++);\n\t\treturn x;\n\t}\n\treturn 0;\n",
	  "\tif (x) { rwlock_t *guarded;\n\t\tguarded = a++; write_lock(guarded);\n"
	  "\t\twrite_unlock(guarded); return x;\n\t}\n\treturn 0;\n" },
	{ "directive",
	  "\tscoped_guard(write_lock, a) {\n#ifdef A\n\t\tg(x);\n#endif\n\t}\n\treturn 0;\n",
	  "\t{ write_lock(a); {\n#ifdef A\n\t\tg(x);\n#endif\n\t} write_unlock(a); }\n"
	  "\treturn 0;\n" },
	{ "no-guard", "\twrite_lock(a);\n\twrite_unlock(a);\n\treturn g(x);\n",
	  "\twrite_lock(a);\n\twrite_unlock(a);\n\treturn g(x);\n" },
};

static void test_good(gconstpointer data)
{
	const struct good *good = data;
	g_autofree char *source = g_strconcat(FUNCTION(""), NULL);
	g_autofree char *reason = NULL;
	g_autofree char *text = NULL, *expect = NULL, *lowered = NULL, *said = NULL;

	source[strlen(source) - strlen("}\n")] = '\0';
	text = g_strconcat(source, good->body, "}\n", NULL);
	expect = g_strconcat(source, good->lowered, "}\n", NULL);
	lowered = lower(text, &reason);
	g_assert_cmpstr(reason, ==, NULL);
	g_assert_cmpstr(lowered, ==, expect);
	g_assert_cmpuint(count(lowered, '\n'), ==, count(text, '\n'));
	said = sparse(lowered);
	g_assert_cmpstr(said, ==, "");
}

static const struct bad {
	const char *name;
	const char *text;
	const char *reason;
} bads[] = {
	{ "goto-in", FUNCTION("\tif (x)\n\t\tgoto in;\n\tscoped_guard(write_lock, a) {\nin:\n"
			      "\t\tg(x);\n\t}\n\treturn 0;\n"),
	  "goto 'in' jumps into the guard of line 12" },
	{ "goto-over", FUNCTION("\tif (x)\n\t\tgoto out;\n\tguard(write_lock)(a);\n\tg(x);\n"
				"out:\n\treturn 0;\n"), "goto 'out' jumps into the guard" },
	{ "case", FUNCTION("\tswitch (x) {\n\tcase 0:\n\t\tx++;\n\t\tguard(write_lock)(a);\n"
			   "\tcase 1:\n\t\tx++;\n\t}\n\treturn 0;\n"),
			   "'case' jumps into the guard" },
	{ "class", FUNCTION("\tguard(strange)(a);\n\treturn 0;\n"),
	  "class 'strange' is not known" },
	{ "unsure", FUNCTION("\tfor (;;) {\n\t\tguard(write_lock)(a);\n\t\twhen_idle(x) {\n"
			     "\t\t\tbreak;\n\t\t}\n\t}\n\treturn 0;\n"),
	  "'when_idle' may be a loop or not" },
	{ "may-fail", FUNCTION("\tguard(mutex_try)(a);\n\treturn 0;\n"),
	  "class 'mutex_try' may fail, and guard() does not ask" },
	{ "cannot-fail", FUNCTION("\tscoped_cond_guard(mutex, return 1, a)\n\t\tg(x);\n"
	  "\treturn 0;\n"),
	  "class 'mutex' cannot fail" },
	{ "split", FUNCTION("\tguard(write_lock)(a);\n#ifdef A\n\tif (x)\n#endif\n"
	  "\t\treturn 1;\n"
			    "\treturn 0;\n"), "#if splits a statement" },
	{ "split-else", FUNCTION("\tguard(write_lock)(a);\n#ifdef A\n\tif (x)\n\t\treturn 1;\n"
	  "\telse\n"
				 "#endif\n\t\treturn 2;\n\treturn 0;\n"),
	  "#if splits a statement" },
	{ "arm", FUNCTION("#ifdef A\n\tguard(write_lock)(a);\n#endif\n\treturn 0;\n"),
	  "a guard that an #if includes or not" },
	{ "macro-returns", "#define CHECK(x) if (x) return 1\n"
			   FUNCTION("\tguard(write_lock)(a);\n\tCHECK(x);\n\treturn 0;\n"),
	  "macro 'CHECK' leaves or cleans up by itself" },
	{ "macro-jumps", "#define CHECK(x) do { if (x) goto out; } while (0)\n"
			 FUNCTION("\tguard(write_lock)(a);\n\tCHECK(x);\nout:\n\treturn 0;\n"),
	  "macro 'CHECK' leaves" },
	{ "macro-breaks", "#define CHECK(x) if (x) break\n"
			  FUNCTION("\tfor (;;) {\n\t\tguard(write_lock)(a);\n\t\tCHECK(x);\n"
			  "\t}\n"),
	  "macro 'CHECK' leaves" },
	{ "macro-cleans", "#define NEW(p) int *p __free(kfree) = 0\n"
			  FUNCTION("\tguard(write_lock)(a);\n\tNEW(q);\n\treturn 0;\n"),
	  "macro 'NEW' leaves or cleans up" },
	{ "two-ways", "DEFINE_GUARD(own, int *, g(0), g(1))\n"
	  "DEFINE_GUARD(own, int *, g(0), g(2))\n"
		      FUNCTION("\tguard(own)(a);\n\treturn 0;\n"), "defined in several ways" },
	{ "own-state", "DEFINE_LOCK_GUARD_1(own, int, g(_T), g(1))\n"
		       FUNCTION("\tguard(own)(a);\n\treturn 0;\n"), "uses its own state" },
	{ "keeps", "DEFINE_LOCK_GUARD_1(own, int, g(0), g(1), char s[4])\n"
		   FUNCTION("\tguard(own)(a);\n\treturn 0;\n"), "keeps 'char s[4]'" },
	{ "acquire", FUNCTION("\tACQUIRE(mutex_intr, m)(a);\n\treturn m ? 1 : 0;\n"),
	  "'m' of ACQUIRE() is used otherwise" },
	{ "no-argument", FUNCTION("\tguard(write_lock)();\n\treturn 0;\n"),
	  "without an argument" },
	{ "expression", FUNCTION("\tx = ({ guard(write_lock)(a); x; });\n\treturn 0;\n"),
	  "a guard in a statement expression" },
	{ "free-shadow", FUNCTION("\tchar *p __free(kfree) = 0;\n\tif (x) {\n\t\tint p = 3;\n"
	  "\t\treturn p;\n"
				  "\t}\n\treturn 0;\n"), "another 'p' is declared inside" },
	{ "free-class", FUNCTION("\tchar *p __free(mutex) = 0;\n\treturn 0;\n"),
	  "'mutex' is not a class of DEFINE_FREE()" },
	{ "asm-goto", FUNCTION("\tguard(write_lock)(a);\n\tasm goto(\"\" : : : : out);\nout:\n"
	  "\treturn 0;\n"),
	  "asm goto" },
	{ "branch", FUNCTION("\tif (x)\n\t\tguard(write_lock)(a);\n\treturn 0;\n"),
	  "only statement of a branch" },
	{ "computed", FUNCTION("\tscoped_guard(write_lock, a)\n\t\tgoto *p;\n\treturn 0;\n"),
	  "label that is not found" },
	{ "unbalanced", HEAD "int f(rwlock_t *a)\n{\n\tif (x) {\n\treturn 0;\n}\n", "balance" },
	{ "missing", HEAD, "there is no function 'f'" },
};

static void test_bad(gconstpointer data)
{
	const struct bad *bad = data;
	g_autofree char *reason = NULL;
	g_autofree char *lowered = lower(bad->text, &reason);

	g_assert_null(lowered);
	g_assert_nonnull(reason);
	g_test_message("%s", reason);
	g_assert_nonnull(strstr(reason, bad->reason));
}

/* a lowering that leaves out one unlock must not get past sparse */
static void test_sparse_sees(void)
{
	static const char *const mistakes[] = { "{ write_unlock(a); return -5; }",
						"} write_unlock(a); }" };
	static const char *const instead[] = { "return -5;", "} }" };

	for (size_t i = 0; i < G_N_ELEMENTS(mistakes); i++) {
		g_autofree char *reason = NULL;
		g_autofree char *lowered = lower(FUNCTION(
			"\tscoped_guard(write_lock, a) {\n\t\tif (x)\n\t\t\treturn -5;\n\t}\n"
			"\treturn 0;\n"), &reason);
		g_autoptr(GString) wrong = g_string_new(lowered);
		g_autofree char *said = NULL;

		g_assert_cmpuint(g_string_replace(wrong, mistakes[i], instead[i], 0), ==, 1);
		said = sparse(wrong->str);
		g_assert_nonnull(strstr(said, "context imbalance in 'f'"));
	}
}

static void test_no_table(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *reason = NULL;
	g_autoptr(GBytes) source = g_bytes_new_static("", 0);

	g_assert_null(lower_guards("/nonexistent", source, "f", &reason, &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_MISSING);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	if (g_getenv("BACKSTITCH_SRCDIR"))
		g_assert_cmpint(g_chdir(g_getenv("BACKSTITCH_SRCDIR")), ==, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(goods); i++) {
		g_autofree char *path = g_strconcat("/lower/good/", goods[i].name, NULL);

		g_test_add_data_func(path, &goods[i], test_good);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(bads); i++) {
		g_autofree char *path = g_strconcat("/lower/refused/", bads[i].name, NULL);

		g_test_add_data_func(path, &bads[i], test_bad);
	}
	g_test_add_func("/lower/sparse-sees", test_sparse_sees);
	g_test_add_func("/lower/no-table", test_no_table);
	return g_test_run();
}
