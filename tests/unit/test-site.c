// SPDX-License-Identifier: GPL-2.0-only
/*
 * The judge of call sites against verdicts that were written by reasoning: one
 * line an occurrence, "LINE FUNCTION VERDICT".  Whether a "guard" is what the
 * rule makes is tested in test-spatch.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/tmpdir.h"
#include "needs.h"
#include "rules/facts.h"
#include "rules/site.h"

#define SHAPES "cocci/tdx/tests/tdr-exclusive"

static char *no_spatch;

static void skipped(void)
{
	g_test_skip(no_spatch);
}

static struct rule *load(void)
{
	g_autoptr(GError) error = NULL;
	struct rule *rule = rule_load("cocci", "tdx/tdr-exclusive", &error);

	g_assert_no_error(error);
	return rule;
}

static GPtrArray *judge(const struct rule *rule, const struct tree *tree, const char *path,
			GBytes *source)
{
	GPtrArray *findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
	g_autoptr(GError) error = NULL;

	g_assert_true(sites_judge(rule, tree, path, source, NULL, findings, &error));
	g_assert_no_error(error);
	return findings;
}

static char *verdicts(const GPtrArray *findings)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < findings->len; i++) {
		const struct finding *finding = findings->pdata[i];

		g_assert_cmpstr(finding->rule, ==, "tdx/tdr-exclusive");
		g_assert_cmpuint(strlen(finding->reason), >, 20);
		g_string_append_printf(text, "%u %s %s\n", finding->line, finding->symbol,
				       finding->verdict);
	}
	return g_string_free(text, FALSE);
}

static GBytes *read_case(const char *name, const char *file)
{
	g_autofree char *path = g_build_filename(SHAPES, name, file, NULL);
	g_autoptr(GError) error = NULL;
	GBytes *content = file_read(path, &error);

	g_assert_no_error(error);
	return content;
}

static void test_shape(gconstpointer name)
{
	g_autoptr(rule) rule = load();
	g_autoptr(GBytes) input = read_case(name, "input.c");
	g_autoptr(GBytes) bytes = read_case(name, "verdicts");
	g_autofree char *expect = bytes_text(bytes);
	g_autoptr(GPtrArray) findings = judge(rule, NULL, "arch/x86/kvm/vmx/tdx.c", input);
	g_autofree char *got = verdicts(findings);

	g_assert_cmpstr(got, ==, expect);
}

/* after the rule every call that it was right to change is guarded, and none is else */
static void test_patched(gconstpointer name)
{
	g_autoptr(rule) rule = load();
	g_autoptr(GBytes) before = read_case(name, "input.c");
	g_autoptr(GBytes) after = read_case(name, "expect.c");
	g_autoptr(GPtrArray) was = judge(rule, NULL, "a.c", before);
	g_autoptr(GPtrArray) is = judge(rule, NULL, "a.c", after);
	bool same = g_bytes_equal(before, after);

	g_assert_cmpuint(was->len, ==, is->len);
	for (guint i = 0; i < was->len; i++) {
		const struct finding *old = was->pdata[i], *new = is->pdata[i];

		if (strcmp(old->verdict, "guard")) {
			g_assert_cmpstr(new->verdict, ==, old->verdict);
		} else {
			g_assert_false(same);
			g_assert_cmpstr(new->verdict, ==, "guarded");
		}
	}
}

static bool add(struct tree *tree, const char *path, const char *text)
{
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));

	tree_put(tree, path, bytes, TREE_FILE);
	return true;
}

#define SITE							\
	"int tdx_td_finalize(struct kvm *kvm)\n{\n"		\
	"\tstruct kvm_tdx *kvm_tdx = to_kvm_tdx(kvm);\n\n"	\
	"\treturn tdh_mr_finalize(&kvm_tdx->td) ? -5 : 0;\n}\n"

static const struct elsewhere {
	const char *name;
	const char *path;
	const char *text;
	const char *expect;
} elsewhere[] = {
	{ "none", "arch/x86/kvm/x86.c", "int f(void)\n{\n\treturn 0;\n}\n", "report" },
	{ "free", "arch/x86/kvm/x86.c",
	  "int f(struct kvm *k)\n{\n\treturn tdx_td_finalize(k);\n}\n",
	  "report" },
	{ "held", "arch/x86/kvm/x86.c",
	  "int f(struct kvm *k)\n{\n\tguard(write_lock)(&k->mmu_lock);\n"
	  "\treturn tdx_td_finalize(k);\n}\n", "guarded" },
	{ "out-of-scope", "drivers/x86.c", "int f(struct kvm *k)\n{\n\tguard(write_lock)"
	  "(&k->mmu_lock);\n\treturn tdx_td_finalize(k);\n}\n", "report" },
	{ "header", "virt/kvm/x.h", "static inline int f(struct kvm *k)\n{\n\tint r;\n\n"
	  "\tread_lock(&k->mmu_lock);\n\tr = tdx_td_finalize(k);\n\tread_unlock(&k->mmu_lock);\n"
	  "\treturn r;\n}\n", "never" },
	{ "operation", "arch/x86/kvm/x86.c", "struct ops o = { .finalize = tdx_td_finalize };\n"
	  "int f(struct ops *o, struct kvm *k)\n{\n\tguard(write_lock)(&k->mmu_lock);\n"
	  "\treturn o->finalize(k);\n}\n", "guarded" },
	{ "other-vm", "arch/x86/kvm/x86.c", "int f(struct kvm *k, struct kvm *l)\n{\n"
	  "\tguard(write_lock)(&k->mmu_lock);\n\treturn tdx_td_finalize(l);\n}\n", "unknown" },
	{ "operation-unseen", "arch/x86/kvm/x86.c",
	  "struct ops o = { .finalize = tdx_td_finalize };\nint f(struct kvm *k)\n{\n"
	  "\tguard(write_lock)(&k->mmu_lock);\n\treturn tdx_td_finalize(k);\n}\n", "unknown" },
	{ "not-followed", "arch/x86/kvm/x86.c", "int f(struct kvm *k)\n{\n"
	  "\treturn run_later(tdx_td_finalize, k);\n}\n", "unknown" },
};

static void test_elsewhere(gconstpointer data)
{
	const struct elsewhere *e = data;
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = tmpdir_new(&error);
	g_autoptr(tree) base = tree_open_folder(tmpdir_path(dir), &error);
	g_autoptr(tree) tree = tree_overlay(base);
	g_autoptr(rule) rule = load();
	g_autoptr(GBytes) source = g_bytes_new_static(SITE, strlen(SITE));
	g_autoptr(GPtrArray) findings = NULL;
	const struct finding *finding;

	add(tree, "arch/x86/kvm/vmx/tdx.c", SITE);
	add(tree, e->path, e->text);
	findings = judge(rule, tree, "arch/x86/kvm/vmx/tdx.c", source);
	g_assert_cmpuint(findings->len, ==, 1);
	finding = findings->pdata[0];
	g_assert_cmpstr(finding->verdict, ==, e->expect);
}

/* who holds the lock is too far away to be found: that is not to say that nobody does */
static void test_far(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = tmpdir_new(&error);
	g_autoptr(tree) base = tree_open_folder(tmpdir_path(dir), &error);
	g_autoptr(tree) tree = tree_overlay(base);
	g_autoptr(rule) rule = load();
	g_autoptr(GString) chain = g_string_new("int f0(struct kvm *k)\n{\n"
						"\treturn tdx_td_finalize(k);\n}\n");
	g_autoptr(GBytes) source = g_bytes_new_static(SITE, strlen(SITE));
	g_autoptr(GPtrArray) findings = NULL;
	const struct finding *finding;

	for (int i = 1; i < 40; i++)
		g_string_append_printf(chain, "int f%d(struct kvm *k)\n{\n\treturn f%d(k);\n}\n", i,
				       i - 1);
	g_string_append(chain, "int g(struct kvm *k)\n{\n\tguard(write_lock)(&k->mmu_lock);\n"
			       "\treturn f39(k);\n}\n");
	add(tree, "arch/x86/kvm/vmx/tdx.c", SITE);
	add(tree, "arch/x86/kvm/x86.c", chain->str);
	findings = judge(rule, tree, "arch/x86/kvm/vmx/tdx.c", source);
	g_assert_cmpuint(findings->len, ==, 1);
	finding = findings->pdata[0];
	g_assert_cmpstr(finding->verdict, ==, "unknown");
	g_assert_nonnull(strstr(finding->reason, "were followed no further"));
}

/* without a tree the answer says what was not looked at */
static void test_no_tree(void)
{
	g_autoptr(rule) rule = load();
	g_autoptr(GBytes) source = g_bytes_new_static(SITE, strlen(SITE));
	g_autoptr(GPtrArray) findings = judge(rule, NULL, "tdx.c", source);
	const struct finding *finding = findings->pdata[0];

	g_assert_nonnull(strstr(finding->reason, "callers in other files were not looked at"));
}

/* a new SEAMCALL is a new line */
static void test_new_line(void)
{
	static const char source_text[] =
		"int f(struct kvm *kvm)\n{\n"
		"\treturn tdh_new_call(&to_kvm_tdx(kvm)->td) ? -5 : 0;\n}\n";
	g_autoptr(rule) rule = load();
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = tmpdir_new(&error);
	g_autofree char *table = tmpdir_file(dir, "facts.tsv");
	g_autoptr(GBytes) facts = file_read(rule->facts, &error);
	g_autofree char *text = bytes_text(facts);
	g_autofree char *more = g_strconcat(
		text, "99\tTDH.NEW\ttdh_new_call\t0\texclusive\t-\ttd\tyes"
		      "\tleaves\tbecause\ttest\n", NULL);
	g_autoptr(GBytes) source = g_bytes_new_static(source_text, strlen(source_text));
	g_autoptr(GPtrArray) before = judge(rule, NULL, "a.c", source);
	g_autoptr(GPtrArray) after = NULL;
	const struct finding *finding;

	g_assert_cmpuint(before->len, ==, 0);
	g_assert_true(file_write(table, more, -1, &error));
	g_free(rule->facts);
	rule->facts = g_strdup(table);
	after = judge(rule, NULL, "a.c", source);
	g_assert_cmpuint(after->len, ==, 1);
	finding = after->pdata[0];
	g_assert_cmpstr(finding->verdict, ==, "report");
	g_assert_nonnull(strstr(finding->reason, "TDH.NEW"));
}

/* a tree whose headers have no guard for the lock gets explicit calls */
static void test_explicit(gconstpointer name)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = tmpdir_new(&error);
	g_autoptr(tree) base = tree_open_folder(tmpdir_path(dir), &error);
	g_autoptr(tree) tree = tree_overlay(base);
	g_autoptr(rule) rule = load();
	g_autoptr(GBytes) input = read_case(name, "input.c");
	g_autoptr(GBytes) expect = read_case(name, "explicit.c");
	g_autoptr(spatch_run) run = NULL, again = NULL;
	g_autofree char *refusal = NULL;

	add(tree, "include/linux/spinlock.h", "DEFINE_LOCK_GUARD_1(spinlock, spinlock_t, x, y)\n");
	run = sites_rewrite(rule, tree, "arch/x86/kvm/vmx/tdx.c", input, &refusal, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(refusal, ==, NULL);
	g_assert_cmpmem(g_bytes_get_data(run->output, NULL), g_bytes_get_size(run->output),
			g_bytes_get_data(expect, NULL), g_bytes_get_size(expect));
	again = sites_rewrite(rule, tree, "arch/x86/kvm/vmx/tdx.c", run->output, &refusal, &error);
	g_assert_no_error(error);
	g_assert_false(again->changed);
}

/* the semantic patch sees one file: what a caller elsewhere holds is taken a second time by it */
static void test_refused(void)
{
	static const char caller[] =
		"int f(struct kvm_vcpu *vcpu)\n{\n\tguard(write_lock)(&vcpu->kvm->mmu_lock);\n"
		"\treturn tdx_td_vcpu_init(vcpu, 0);\n}\n";
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = tmpdir_new(&error);
	g_autoptr(tree) base = tree_open_folder(tmpdir_path(dir), &error);
	g_autoptr(tree) tree = tree_overlay(base);
	g_autoptr(rule) rule = load();
	g_autoptr(GBytes) file = read_case("kvm-bug-on", "input.c");
	g_autofree char *text = bytes_text(file);
	const char *function = strstr(text, "int tdx_td_vcpu_init");
	g_autoptr(GBytes) input = g_bytes_new_static(function, strlen(function));
	g_autoptr(spatch_run) alone = NULL, run = NULL;
	g_autofree char *none = NULL, *refusal = NULL;

	alone = sites_rewrite(rule, tree, "arch/x86/kvm/vmx/tdx.c", input, &none, &error);
	g_assert_no_error(error);
	g_assert_true(alone->changed);
	g_assert_cmpstr(none, ==, NULL);
	add(tree, "arch/x86/kvm/x86.c", caller);
	run = sites_rewrite(rule, tree, "arch/x86/kvm/vmx/tdx.c", input, &refusal, &error);
	g_assert_no_error(error);
	g_assert_false(run->changed);
	g_assert_true(g_bytes_equal(run->output, input));
	g_assert_nonnull(strstr(refusal, "is held for write, by the callers"));
}

static bool has_explicit(const char *name)
{
	g_autofree char *path = g_build_filename(SHAPES, name, "explicit.c", NULL);

	return g_file_test(path, G_FILE_TEST_EXISTS);
}

/* the two forms differ in what they write, not in where */
static void test_forms(void)
{
	g_autoptr(rule) rule = load();
	g_autoptr(GBytes) guards = file_read(rule->path, NULL);
	g_autoptr(GBytes) calls = file_read(rule->otherwise, NULL);
	g_autofree char *first = bytes_text(guards), *second = bytes_text(calls);
	char *from = strstr(first, "virtual patch"), *other = strstr(second, "virtual patch");

	*strstr(from, "@fix ") = '\0';
	*strstr(other, "@fix ") = '\0';
	g_assert_cmpstr(from, ==, other);
}

#define COLUMNS \
	"number\tleaf\twrapper\tversion\ttdr\tcondition\toperand\tcontends\tupstream\twhy\t" \
	"source\n"

static const struct bad {
	const char *name;
	const char *text;
	const char *message;
} bads[] = {
	{ "empty", "# nothing\n", "holds no facts" },
	{ "columns", COLUMNS "1\tA\n", "line 2: 2 columns" },
	{ "header",
	  "number\tname\twrapper\tversion\ttdr\tcondition\toperand\tcontends\tupstream\twhy"
	  "\tsource\n", "unexpected column 'name'" },
	{ "number", COLUMNS "x\tA\ta\t0\tshared\t-\t-\t-\t-\tw\ts\n", "no number: 'x'" },
	{ "wrapper", COLUMNS "1\tA\ta-b\t0\tshared\t-\t-\t-\t-\tw\ts\n", "no identifier: 'a-b'" },
	{ "mode", COLUMNS "1\tA\ta\t0\tEX\t-\t-\t-\t-\tw\ts\n", "not 'EX'" },
	{ "condition", COLUMNS "1\tA\ta\t0\tdepends\t-\t-\t-\t-\tw\ts\n", "a condition is needed" },
	{ "contends", COLUMNS "1\tA\ta\t0\texclusive\t-\t-\tmaybe\t-\tw\ts\n", "not 'maybe'" },
	{ "upstream", COLUMNS "1\tA\ta\t0\texclusive\t-\t-\tyes\tsays\tw\ts\n", "not 'says'" },
	{ "source", COLUMNS "1\tA\ta\t0\texclusive\t-\t-\tyes\tleaves\tw\t\n",
	  "no text in the column 'source'" },
	{ "twice",
	  COLUMNS "1\tA\ta\t0\tshared\t-\t-\t-\t-\tw\ts\n"
		  "2\tB\ta\t0\tshared\t-\t-\t-\t-\tw\ts\n",
	  "a line already for 'a'" },
};

static void test_bad_facts(gconstpointer data)
{
	const struct bad *bad = data;
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = tmpdir_new(&error);
	g_autofree char *table = tmpdir_file(dir, "facts.tsv");
	g_autoptr(GPtrArray) facts = NULL;

	g_assert_true(file_write(table, bad->text, -1, &error));
	facts = facts_load(table, &error);
	g_assert_null(facts);
	g_assert_error(error, BS_ERROR, BS_ERROR_INPUT);
	g_assert_nonnull(strstr(error->message, bad->message));
}

/* what the rule changes is what the table says that upstream guards */
static void test_targets(void)
{
	g_autoptr(rule) rule = load();
	g_autoptr(GPtrArray) facts = facts_load(rule->facts, NULL);
	guint guards = 0, exclusive = 0;

	for (guint i = 0; i < facts->len; i++) {
		const struct fact *fact = facts->pdata[i];

		exclusive += fact_is_exclusive(fact);
		if (!fact->guarded_upstream)
			continue;
		g_assert_cmpuint(guards++, <, rule->targets->len);
		g_assert_cmpstr(fact->symbol, ==, rule->targets->pdata[0]);
	}
	g_assert_cmpuint(guards, ==, rule->targets->len);
	/* ten that the module's sources name, TDH.VP.INIT, and reclaim of the TDR */
	g_assert_cmpuint(exclusive, ==, 11);
	g_assert_cmpuint(rule->sites->len, ==, exclusive);
}

/* a whole part of a kernel, site by site */
struct sweep {
	const struct rule *rule;
	const struct tree *tree;
	const char *kernel;
	GString *text;
};

static bool sweep_file(void *data, const char *path)
{
	struct sweep *sweep = data;
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) source = NULL;
	g_autoptr(GPtrArray) findings = NULL;
	bool mentioned = false;

	if (!g_str_has_suffix(path, ".c") && !g_str_has_suffix(path, ".h"))
		return true;
	source = tree_read(sweep->tree, path, &error);
	g_assert_no_error(error);
	mentioned = g_strstr_len(g_bytes_get_data(source, NULL) ?: "", g_bytes_get_size(source),
				 "tdh_");
	if (!mentioned)
		return true;
	findings = judge(sweep->rule, sweep->tree, path, source);
	for (guint i = 0; i < findings->len; i++) {
		const struct finding *finding = findings->pdata[i];

		if (strcmp(path, "arch/x86/kvm/vmx/tdx.c"))
			g_string_append_printf(sweep->text, "%s: ", path);
		g_string_append_printf(sweep->text, "%s\t%u\t%s\t%s\t%s\n", sweep->kernel,
				       finding->line, finding->function, finding->symbol,
				       finding->verdict);
	}
	return true;
}

static char *wanted_of(const char *kernel)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes = file_read("tests/kernels/sites.tsv", &error);
	g_autofree char *text = bytes_text(bytes);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autofree char *prefix = g_strconcat(kernel, "\t", NULL);
	GString *wanted = g_string_new(NULL);

	g_assert_no_error(error);
	for (char **line = lines; *line; line++) {
		if (g_str_has_prefix(*line, prefix))
			g_string_append_printf(wanted, "%s\n", *line);
	}
	return g_string_free(wanted, FALSE);
}

static void test_kernel(gconstpointer kernel)
{
	g_autofree char *folder = g_build_filename(g_getenv("KERNELS") ?: "", kernel, NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(rule) rule = load();
	g_autoptr(tree) tree = NULL;
	g_autofree char *wanted = wanted_of(kernel);
	struct sweep sweep = { .rule = rule, .kernel = kernel };

	if (!g_getenv("KERNELS") || no_spatch || !g_file_test(folder, G_FILE_TEST_IS_DIR)) {
		g_test_skip(no_spatch ? no_spatch : "KERNELS names no folder with this kernel");
		return;
	}
	tree = tree_open_folder(folder, &error);
	g_assert_no_error(error);
	sweep.tree = tree;
	sweep.text = g_string_new(NULL);
	tree_walk(tree, "arch/x86", sweep_file, &sweep);
	tree_walk(tree, "virt/kvm", sweep_file, &sweep);
	g_assert_cmpstr(sweep.text->str, ==, wanted);
	g_string_free(sweep.text, TRUE);
}

int main(int argc, char **argv)
{
	static const char *const kernels[] = { "6.12.94", "6.17.8", "6.18.5", "6.19.8" };

	g_autoptr(GPtrArray) names = NULL;

	g_test_init(&argc, &argv, NULL);
	if (g_getenv("BACKSTITCH_SRCDIR"))
		g_assert_cmpint(g_chdir(g_getenv("BACKSTITCH_SRCDIR")), ==, 0);
	names = folder_names(SHAPES);
	no_spatch = why_not("spatch", true);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *shape = g_strdup_printf("/site/shape/%s", (char *)names->pdata[i]);
		g_autofree char *patched = g_strdup_printf("/site/patched/%s",
							   (char *)names->pdata[i]);

		if (no_spatch) {
			g_test_add_func(shape, skipped);
			continue;
		}
		g_test_add_data_func(shape, names->pdata[i], test_shape);
		g_test_add_data_func(patched, names->pdata[i], test_patched);
		if (has_explicit(names->pdata[i])) {
			g_autofree char *calls = g_strdup_printf("/site/explicit/%s",
								 (char *)names->pdata[i]);

			g_test_add_data_func(calls, names->pdata[i], test_explicit);
		}
	}
	for (size_t i = 0; i < G_N_ELEMENTS(elsewhere); i++) {
		g_autofree char *name = g_strdup_printf("/site/elsewhere/%s", elsewhere[i].name);

		g_test_add_data_func(name, &elsewhere[i], test_elsewhere);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(bads); i++) {
		g_autofree char *name = g_strdup_printf("/site/facts/%s", bads[i].name);

		g_test_add_data_func(name, &bads[i], test_bad_facts);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(kernels); i++) {
		g_autofree char *name = g_strdup_printf("/site/kernel/%s", kernels[i]);

		g_test_add_data_func(name, kernels[i], test_kernel);
	}
	g_test_add_func("/site/refused", no_spatch ? skipped : test_refused);
	g_test_add_func("/site/forms", test_forms);
	g_test_add_func("/site/far", test_far);
	g_test_add_func("/site/no-tree", test_no_tree);
	g_test_add_func("/site/new-line", test_new_line);
	g_test_add_func("/site/targets", test_targets);
	return g_test_run();
}
