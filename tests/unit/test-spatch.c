// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver against the rules that are shipped.  What a rule should make of a
 * file stands in the case next to it, written by hand.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/tmpdir.h"
#include "needs.h"
#include "rules/site.h"
#include "rules/spatch.h"

#define RULE "cocci/tdx/tdr-exclusive.cocci"
#define VERIFY "cocci/tdx/tdr-exclusive-verify.cocci"
#define SHAPES "cocci/tdx/tests/tdr-exclusive"

static GBytes *bytes(const char *text)
{
	return g_bytes_new_static(text, strlen(text));
}

static GBytes *read_case(const char *folder, const char *name, const char *file)
{
	g_autofree char *path = g_build_filename(folder, name, file, NULL);
	g_autoptr(GError) error = NULL;
	GBytes *content = file_read(path, &error);

	g_assert_no_error(error);
	return content;
}

static struct spatch_run *apply(const char *rule, enum spatch_mode mode, GBytes *source)
{
	g_autoptr(GError) error = NULL;
	struct spatch_run *run = spatch_apply(rule, mode, source, NULL, &error);

	g_assert_no_error(error);
	g_assert_nonnull(run);
	return run;
}

static void assert_same(GBytes *a, GBytes *b)
{
	g_assert_cmpmem(g_bytes_get_data(a, NULL), g_bytes_get_size(a),
			g_bytes_get_data(b, NULL), g_bytes_get_size(b));
}

static struct spatch_run *rewrite_file(const struct rule *rule, GBytes *source)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *refusal = NULL;
	struct spatch_run *run = sites_rewrite(rule, NULL, "tdx.c", source, &refusal, &error);

	g_assert_no_error(error);
	g_assert_nonnull(run);
	g_assert_true(!refusal || !run->changed);
	return run;
}

static void test_shape(gconstpointer data)
{
	g_autoptr(GBytes) input = read_case(SHAPES, data, "input.c");
	g_autoptr(GBytes) expect = read_case(SHAPES, data, "expect.c");
	g_autoptr(rule) rule = rule_load("cocci", "tdx/tdr-exclusive", NULL);
	g_autoptr(spatch_run) run = rewrite_file(rule, input);
	g_autoptr(spatch_run) again = run->changed ? rewrite_file(rule, run->output) : NULL;

	assert_same(run->output, expect);
	g_assert_cmpint(run->changed, ==, !g_bytes_equal(input, expect));
	g_assert_true(!again || !again->changed);
}

static void test_across_if(void)
{
	g_autoptr(GBytes) input = read_case(SHAPES, "ifdef-check", "input.c");
	g_autoptr(spatch_run) run = apply(RULE, SPATCH_PATCH, input);

	g_assert_cmpuint(run->unparsed->len, ==, 1);
	g_assert_cmpstr(run->unparsed->pdata[0], ==, "tdx_td_vcpu_init");
}

static void test_report(void)
{
	g_autoptr(GBytes) input = read_case(SHAPES, "kvm-bug-on", "input.c");
	g_autoptr(spatch_run) run = apply(RULE, SPATCH_REPORT, input);

	g_assert_false(run->changed);
	assert_same(run->output, input);
	g_assert_cmpuint(run->messages->len, ==, 1);
	g_assert_cmpstr(run->messages->pdata[0], ==,
			"8: tdh_vp_init() takes the TDR exclusively: hold mmu_lock for write "
			"around it");
}

static void test_report_names_check(void)
{
	g_autoptr(GBytes) input = read_case("tests/cases/broken", "double-lock-explicit", "tdx.c");
	g_autoptr(spatch_run) run = apply(VERIFY, SPATCH_REPORT, input);
	bool found = false;

	/* marks are no code: that what remains does not parse says nothing of the source */
	g_assert_cmpuint(run->unparsed->len, ==, 0);
	for (guint i = 0; i < run->messages->len; i++)
		found |= g_str_has_suffix(run->messages->pdata[i], ": mmu lock is taken twice");
	g_assert_true(found);
}

/* what the default run of spatch loses without a word */
static void test_guards_are_parsed(void)
{
	static const char text[] =
		"int f(struct a *a)\n{\n\tscoped_guard(mutex, &a->lock) {\n\t\tfoo(a);\n\t}\n"
		"\treturn 0;\n}\n"
		"int g(struct a *a)\n{\n\tchar *p __free(kfree) = get(a);\n\n\tkfree(a->b);\n"
		"\treturn foo(a);\n}\n";
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = tmpdir_new(&error);
	g_autofree char *rule = tmpdir_file(dir, "foo.cocci");
	g_autoptr(GBytes) input = bytes(text);
	g_autoptr(spatch_run) run = NULL;

	g_assert_true(file_write(rule, "@@ expression E; @@\n-foo(E)\n+bar(E)\n", -1, &error));
	run = apply(rule, SPATCH_PATCH, input);
	g_assert_cmpuint(run->unparsed->len, ==, 0);
	g_assert_true(run->changed);
	g_assert_null(g_strstr_len(g_bytes_get_data(run->output, NULL),
				   g_bytes_get_size(run->output), "foo(a)"));
}

static void test_unparsed(void)
{
	static const char text[] =
		"int good(void)\n{\n\treturn 0;\n}\n\n"
		"int lost(int a)\n{\n\tSOME_LOOP(a)\n\t\tword;\n\tif (a ->) {\n\t}\n"
		"\treturn 1;\n}\n\n"
		"int fine(void)\n{\n\treturn tdh_vp_init(0);\n}\n";
	g_autoptr(GBytes) input = bytes(text);
	g_autoptr(spatch_run) run = apply(VERIFY, SPATCH_REPORT, input);

	g_assert_cmpuint(run->unparsed->len, ==, 1);
	g_assert_cmpstr(run->unparsed->pdata[0], ==, "lost");
	g_assert_cmpuint(run->messages->len, ==, 1);
}

static void test_unbalanced(gconstpointer data)
{
	g_autoptr(GBytes) input = read_case("tests/cases/broken", data, "tdx.c");
	g_autoptr(spatch_run) run = apply(VERIFY, SPATCH_REPORT, input);

	g_assert_true(g_ptr_array_find_with_equal_func(run->unparsed, "tdx_td_vcpu_init",
						       g_str_equal, NULL));
}

static void test_plain(void)
{
	static const struct {
		const char *text;
		const char *construct;
	} unsafe[] = {
		{ "@script:python@\n@@\nprint(1)\n", "line 1 of the rule has 'script'" },
		{ "@\nscript\n: ocaml@\n@@\n", "line 2 of the rule has 'script'" },
		{ "@r@\nidentifier x : script:ocaml() { true };\n@@\nx\n", "line 2" },
		{ "/* // */ @initialize:python@\n@@\n", "'initialize'" },
		{ "@finalize:ocaml@\n@@\n", "'finalize'" },
		{ "@@\n@@\n-a\n+b\n// #spatch --in-place\n", "line 5 of the rule has '#spatch'" },
		{ "#  spatch -o x\n", "'#spatch'" },
		{ "# include \"$(touch x)\"\n", "'#include'" },
		{ "-a(\"\n//\" #include \"x\"\n", "line 2 of the rule has '#include'" },
		{ "// # include \"x\"\n", "'#include'" },
		{ "x // # include x\n", "'#include'" },
		{ "using \"other.iso\"\n", "'using'" },
		{ "@r using \"x.iso\"@\n@@\n", "'using'" },
		{ "// comment\r@script:python@\n", "carriage return" },
		{ "@@ @@\n- a(\"//\"); @script:python@\n", "'script'" },
	};

	g_assert_true(rule_is_plain("// no script: here\n@@ @@\n-scripted()\n+a\n", NULL));
	g_assert_true(rule_is_plain("//# the\n//# include path.\n@@ @@\n-a\n+b\n", NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(unsafe); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_false(rule_is_plain(unsafe[i].text, &error));
		g_assert_error(error, BS_ERROR, BS_ERROR_UNSAFE);
		g_assert_nonnull(strstr(error->message, unsafe[i].construct));
	}
}

static void test_bad_rule(void)
{
	static const struct {
		const char *text;
		enum bs_error code;
	} rules[] = {
		{ "@@ @@\n-foo(\n+bar\n", BS_ERROR_INPUT },
		{ "@broken\n", BS_ERROR_INPUT },
		{ "@script:python@\n@@\n", BS_ERROR_UNSAFE },
	};
	g_autoptr(GBytes) input = bytes("int f(void)\n{\n\treturn foo();\n}\n");

	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(tmpdir) dir = tmpdir_new(NULL);
		g_autofree char *rule = tmpdir_file(dir, "bad.cocci");

		g_assert_true(file_write(rule, rules[i].text, -1, NULL));
		g_assert_null(spatch_apply(rule, SPATCH_PATCH, input, NULL, &error));
		g_assert_error(error, BS_ERROR, (int)rules[i].code);
		g_assert_nonnull(strstr(error->message, "bad.cocci"));
	}
}

static void test_missing_rule(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) input = bytes("int a;\n");

	g_assert_null(spatch_apply("/nonexistent/x.cocci", SPATCH_PATCH, input, NULL, &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_MISSING);
}

static void test_overlap(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *rule = tmpdir_file(dir, "overlap.cocci");
	g_autoptr(GBytes) input = bytes("void f(void)\n{\n\tfoo(a);\n\tfoo(b);\n\tfoo(c);\n}\n");

	g_assert_true(file_write(rule, "@@ @@\n-foo(...);\n-foo(...);\n+bar();\n", -1, NULL));
	g_assert_null(spatch_apply(rule, SPATCH_PATCH, input, NULL, &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_INPUT);
}

/* PATH with nothing but a bwrap of our own, or without even that */
static void expect_no_sandbox(const char *bwrap, const char *message)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *fake = tmpdir_file(dir, "bwrap");
	g_autofree char *rule = g_canonicalize_filename(RULE, NULL);
	g_autofree char *path = g_strdup(g_getenv("PATH"));
	g_autoptr(GBytes) input = bytes("int a;\n");

	g_assert_nonnull(spatch_version());
	if (bwrap) {
		g_assert_true(file_write(fake, bwrap, -1, NULL));
		g_assert_cmpint(g_chmod(fake, 0755), ==, 0);
	}
	g_setenv("PATH", tmpdir_path(dir), TRUE);
	g_assert_null(spatch_apply(rule, SPATCH_PATCH, input, NULL, &error));
	g_setenv("PATH", path, TRUE);
	g_assert_error(error, BS_ERROR, BS_ERROR_MISSING);
	g_assert_nonnull(strstr(error->message, message));
	g_assert_nonnull(strstr(error->message, "BACKSTITCH_NO_SANDBOX=1"));
}

static void test_no_sandbox(void)
{
	if (!needs("spatch"))
		return;
	g_unsetenv("BACKSTITCH_NO_SANDBOX");
	expect_no_sandbox(NULL, "install the package bubblewrap");
	expect_no_sandbox("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\n"
			  "exit 1\n", "No permissions to create new namespace");
}

static void test_odd_source(void)
{
	static const char nul[] = "int f(void)\n{\n\treturn 0;\n}\n\0\xff\xfe";
	g_autoptr(GBytes) empty = bytes("");
	g_autoptr(GBytes) binary = g_bytes_new_static(nul, sizeof(nul));
	g_autoptr(spatch_run) run = apply(RULE, SPATCH_PATCH, empty);
	g_autoptr(spatch_run) other = apply(RULE, SPATCH_PATCH, binary);

	g_assert_false(run->changed);
	g_assert_false(other->changed);
}

/* why spatch cannot be run here, or NULL */
static char *no_spatch;

static void skipped(void)
{
	g_test_skip(no_spatch);
}

static void add(const char *path, GTestFunc test)
{
	g_test_add_func(path, no_spatch ? skipped : test);
}

static void add_with(const char *path, GTestDataFunc test, const char *data)
{
	if (no_spatch)
		g_test_add_func(path, skipped);
	else
		g_test_add_data_func_full(path, g_strdup(data), test, g_free);
}

static void add_shapes(void)
{
	g_autoptr(GPtrArray) names = folder_names(SHAPES);

	g_assert_cmpuint(names->len, >, 0);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_strconcat("/spatch/shape/", names->pdata[i], NULL);

		add_with(path, test_shape, names->pdata[i]);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	if (g_getenv("BACKSTITCH_SRCDIR"))
		g_assert_cmpint(g_chdir(g_getenv("BACKSTITCH_SRCDIR")), ==, 0);
	g_test_add_func("/spatch/plain", test_plain);
	g_test_add_func("/spatch/no-sandbox", test_no_sandbox);
	no_spatch = why_not("spatch", true);
	add("/spatch/across-if", test_across_if);
	add("/spatch/report", test_report);
	add("/spatch/report-names-check", test_report_names_check);
	add("/spatch/guards-are-parsed", test_guards_are_parsed);
	add("/spatch/unparsed", test_unparsed);
	add_with("/spatch/unbalanced", test_unbalanced, "unbalanced-braces");
	add_with("/spatch/unbalanced-check", test_unbalanced, "unbalanced-braces-check");
	add("/spatch/bad-rule", test_bad_rule);
	add("/spatch/missing-rule", test_missing_rule);
	add("/spatch/overlap", test_overlap);
	add("/spatch/odd-source", test_odd_source);
	add_shapes();
	return g_test_run();
}
