// SPDX-License-Identifier: GPL-2.0-only
/*
 * compile, sparse and executed on the miniature trees, with the tools
 * themselves: what is right passes, what is wrong fails by its own proof.
 */
#include "claim-sample.h"

#include "needs.h"

static struct sample *fixture(const char *name, const char *folder_of_case)
{
	g_autofree char *at = g_build_filename("stable-trees/fixtures", name, NULL);
	g_autofree char *folder = sample_source(at);
	g_autofree char *text = folder_of_case ? sample_case(folder_of_case) : NULL;
	struct sample *sample = sample_new(folder, TDX_UPSTREAM);

	g_ptr_array_add(sample->conf->include, g_strdup("include"));
	g_ptr_array_add(sample->conf->include, g_strdup("arch/x86/include"));
	if (text)
		sample_set(sample, TDX_PATH, text);
	return sample;
}

static char *replaced(const char *text, const char *from, const char *to)
{
	g_auto(GStrv) parts = g_strsplit(text, from, 2);

	g_assert_nonnull(parts[1]);
	return g_strjoinv(to, parts);
}

static void test_compile_right(void)
{
	struct sample *sample;

	if (!needs_sandboxed("gcc"))
		return;
	sample = fixture("6.18.y", "tests/cases/right/scoped-guard");
	sample_expect(sample, "compile", PROOF_PASS, "gcc: 1 file built, no warnings");
	sample_free(sample);
}

static void compile_wrong(const char *from, const char *to, const char *about)
{
	struct sample *sample = fixture("6.18.y", NULL);
	g_autofree char *text = sample_case("tests/cases/right/scoped-guard");
	g_autofree char *wrong = replaced(text, from, to);

	sample_set(sample, TDX_PATH, wrong);
	sample_expect(sample, "compile", PROOF_FAIL, about);
	sample_free(sample);
}

static void test_compile_wrong(void)
{
	if (!needs_sandboxed("gcc"))
		return;
	compile_wrong("KVM_BUG_ON(err, vcpu->kvm)) {\n\t\t\tpr_tdx_error",
		      "TDX_BUG_ON(err, vcpu->kvm)) {\n\t\t\tpr_tdx_error", "TDX_BUG_ON");
	compile_wrong("\t\t\treturn -EIO;\n\t\t}\n\t}\n", "\t\t\treturn -EIO;\n\t}\n", NULL);
	compile_wrong("\tint ret, i;\n", "\tint ret, i, never_used;\n", "never_used");
}

/* the file is presented, the tree is not written */
static void test_tree_stays(void)
{
	g_autofree char *before = sample_read("stable-trees/fixtures/6.18.y/" TDX_PATH);
	g_autofree char *after = NULL;
	struct sample *sample;

	if (!needs_sandboxed("gcc"))
		return;
	sample = fixture("6.18.y", "tests/cases/right/scoped-guard");
	sample_expect(sample, "compile", PROOF_PASS, NULL);
	after = sample_read("stable-trees/fixtures/6.18.y/" TDX_PATH);
	g_assert_cmpstr(before, ==, after);
	sample_free(sample);
}

/* files that the port adds or takes away are there or gone for the compiler */
static void test_new_and_gone_files(void)
{
	g_autofree char *text = sample_read("stable-trees/fixtures/6.18.y/" TDX_PATH);
	g_autofree char *with = replaced(text, "#include <linux/kvm_host.h>",
					 "#include <linux/kvm_host.h>\n"
					 "#include <new/deep/added.h>\n"
					 "#include \"beside.h\"");
	g_autofree char *used = g_strconcat(with, "\nint added_by_port = ADDED + BESIDE;\n", NULL);
	struct sample *sample;

	if (!needs_sandboxed("gcc"))
		return;
	sample = fixture("6.18.y", NULL);
	sample_set(sample, TDX_PATH, used);
	sample_expect(sample, "compile", PROOF_FAIL, "added.h");
	sample_set(sample, "include/new/deep/added.h", "#define ADDED 1\n");
	sample_expect(sample, "compile", PROOF_FAIL, "beside.h");
	sample_set(sample, "arch/x86/kvm/vmx/beside.h", "#define BESIDE 1\n");
	sample_expect(sample, "compile", PROOF_PASS, NULL);
	sample_set(sample, "arch/x86/kvm/vmx/tdx.h", NULL);
	sample_expect(sample, "compile", PROOF_FAIL, "tdx.h");
	sample_free(sample);
}

static void test_header_only(void)
{
	g_autofree char *text = sample_read("stable-trees/fixtures/6.18.y/arch/x86/kvm/vmx/tdx.h");
	g_autofree char *more = g_strconcat(text, "\nint more;\n", NULL);
	g_autofree char *wrong = g_strconcat(text, "\nint more\n", NULL);
	struct sample *sample;

	if (!needs_sandboxed("gcc"))
		return;
	sample = fixture("6.18.y", NULL);
	sample_set(sample, "arch/x86/kvm/vmx/tdx.h", more);
	sample_expect(sample, "compile", PROOF_PASS, NULL);
	sample_set(sample, "arch/x86/kvm/vmx/tdx.h", wrong);
	sample_expect(sample, "compile", PROOF_FAIL, NULL);
	sample_free(sample);
}

static void test_nothing_to_compile(void)
{
	struct sample *sample = fixture("6.18.y", NULL);

	sample_set(sample, "Documentation/x.rst", "text\n");
	sample_expect(sample, "compile", PROOF_SKIPPED, "no C file");
	sample_set(sample, TDX_PATH, "int x;\n");
	g_ptr_array_set_size(sample->conf->include, 0);
	sample_expect(sample, "compile", PROOF_SKIPPED, "names neither");
	sample_free(sample);
}

/* explicit locks: sparse sees them as they are */
static void test_sparse_explicit(void)
{
	struct sample *sample;

	if (!needs_sandboxed("sparse"))
		return;
	sample = fixture("6.18.y", "tests/cases/right/explicit");
	sample_expect(sample, "sparse", PROOF_PASS, "no new warnings");
	sample_free(sample);
	sample = fixture("6.18.y", "tests/cases/broken/no-unlock-on-return");
	sample_expect(sample, "sparse", PROOF_FAIL, "context");
	sample_free(sample);
}

static void test_sparse_undefined(void)
{
	struct sample *sample;

	if (!needs_sandboxed("sparse"))
		return;
	sample = fixture("6.18.y", "tests/cases/broken/upstream-dialect");
	sample_expect(sample, "sparse", PROOF_FAIL, "TDX_BUG_ON");
	sample_free(sample);
}

static struct rule harness_rule(char *harness)
{
	return (struct rule){
		.name = (char *)"tdx/tdr-exclusive",
		.harness = harness,
		.function = (char *)"tdx_td_vcpu_init",
	};
}

static void executed(const char *path, enum proof_result expected, const char *about)
{
	g_autofree char *harness = sample_source("cocci/tdx/tdr-exclusive-harness.c");
	struct rule rule = harness_rule(harness);
	struct sample *sample = fixture("6.18.y", path);

	sample->claim.rule = &rule;
	sample_expect(sample, "executed", expected, about);
	sample_free(sample);
}

static void test_executed(void)
{
	if (!needs_sandboxed("gcc"))
		return;
	executed("tests/cases/right/scoped-guard", PROOF_PASS, "paths");
	executed("tests/cases/right/explicit", PROOF_PASS, "paths");
	executed("tests/cases/broken/double-guard", PROOF_FAIL, NULL);
	executed("tests/cases/broken/no-unlock", PROOF_FAIL, NULL);
}

/* a harness that cannot reject the bug proves nothing by accepting the port */
static void test_executed_blind(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *harness = tmpdir_file(dir, "blind.c");
	struct rule rule = harness_rule(harness);
	struct sample *sample;

	if (!needs_sandboxed("gcc"))
		return;
	sample = fixture("6.18.y", "tests/cases/right/scoped-guard");
	sample->claim.rule = &rule;
	g_assert_true(file_write(harness, "int main(void)\n{\n\treturn 0;\n}\n", -1, NULL));
	sample_expect(sample, "executed", PROOF_SKIPPED, "cannot see the bug");
	g_assert_true(file_write(harness, "#include \"ported.inc\"\nint main(void)\n{\n"
					  "\treturn 0;\n}\n", -1, NULL));
	sample_expect(sample, "executed", PROOF_SKIPPED, "does not know this tree's code");
	rule.harness = NULL;
	sample_expect(sample, "executed", PROOF_SKIPPED, "no harness");
	sample->claim.rule = NULL;
	sample_expect(sample, "executed", PROOF_SKIPPED, "no rule");
	sample_free(sample);
}

/* code from a tree sees neither files of the user nor the network, and ends */
static void test_executed_contained(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *harness = tmpdir_file(dir, "probe.c");
	g_autofree char *secret = tmpdir_file(dir, "secret");
	g_autofree char *escape = tmpdir_file(dir, "escape");
	g_autofree char *program = NULL;
	struct rule rule = harness_rule(harness);
	struct sample *sample;
	struct proof proof;

	if (!needs_sandboxed("gcc"))
		return;
	/* before and after are both rejected, so that the output comes out */
	program = g_strdup_printf(
		"#include <stdio.h>\n#include <unistd.h>\nint main(void)\n{\n"
		"\tputs(fopen(\"%s\", \"r\") ? \"read\" : \"hidden\");\n"
		"\tputs(fopen(\"%s\", \"w\") ? \"wrote\" : \"kept\");\n"
		"\tputs(access(\"/home\", F_OK) && access(\"/etc/passwd\", F_OK) ?\n"
		"\t     \"no home\" : \"home\");\n\treturn 1;\n}\n", secret, escape);
	g_assert_true(file_write(secret, "secret", -1, NULL));
	g_assert_true(file_write(harness, program, -1, NULL));
	sample = fixture("6.18.y", "tests/cases/right/scoped-guard");
	sample->claim.rule = &rule;
	g_assert_cmpint(sample_run(sample, "executed", &proof), ==, PROOF_FAIL);
	g_assert_cmpstr(proof.output, ==, "hidden\nkept\nno home");
	g_assert_false(g_file_test(escape, G_FILE_TEST_EXISTS));
	sample_clear(&proof);
	sample_free(sample);
}

static void test_unknown_and_missing(void)
{
	g_autofree char *path = g_strdup(g_getenv("PATH"));
	struct sample *sample = fixture("6.18.y", "tests/cases/right/scoped-guard");
	g_autoptr(GPtrArray) proofs = NULL;
	g_autoptr(GError) error = NULL;
	const struct proof *proof;

	g_ptr_array_add(sample->conf->required, g_strdup("magic"));
	g_ptr_array_add(sample->conf->required, g_strdup("sparse"));
	g_ptr_array_add(sample->conf->required, g_strdup("placement"));
	g_setenv("PATH", "/nowhere", TRUE);
	proofs = checks_run(&sample->claim, &error);
	g_setenv("PATH", path, TRUE);
	g_assert_no_error(error);
	g_assert_cmpuint(proofs->len, ==, 3);
	proof = proofs->pdata[0];
	g_assert_cmpstr(proof->name, ==, "placement");
	g_assert_cmpint(proof->result, ==, PROOF_PASS);
	proof = proofs->pdata[1];
	g_assert_cmpstr(proof->name, ==, "sparse");
	g_assert_cmpstr(proof->detail, ==, "'sparse' is not installed: apt-get install sparse");
	proof = proofs->pdata[2];
	g_assert_cmpstr(proof->name, ==, "magic");
	g_assert_cmpint(proof->result, ==, PROOF_SKIPPED);
	sample_free(sample);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/compile/right", test_compile_right);
	g_test_add_func("/compile/wrong", test_compile_wrong);
	g_test_add_func("/compile/tree-stays", test_tree_stays);
	g_test_add_func("/compile/new-and-gone-files", test_new_and_gone_files);
	g_test_add_func("/compile/header-only", test_header_only);
	g_test_add_func("/compile/nothing", test_nothing_to_compile);
	g_test_add_func("/sparse/explicit", test_sparse_explicit);
	g_test_add_func("/sparse/undefined", test_sparse_undefined);
	g_test_add_func("/executed/verdicts", test_executed);
	g_test_add_func("/executed/blind", test_executed_blind);
	g_test_add_func("/executed/contained", test_executed_contained);
	g_test_add_func("/checks/unknown-and-missing", test_unknown_and_missing);
	return g_test_run();
}
