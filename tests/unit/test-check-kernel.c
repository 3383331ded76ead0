// SPDX-License-Identifier: GPL-2.0-only
/*
 * The proofs on a real kernel: BACKSTITCH_KERNELS names a folder with an unpacked
 * 6.18.5.  Skipped without it.  Prepared build folders stay in
 * BACKSTITCH_CACHE, ~/.cache/backstitch by default.
 */
#include "claim-sample.h"

#include <sys/stat.h>

static const char old_code[] =
	"\terr = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);\n"
	"\tif (KVM_BUG_ON(err, vcpu->kvm)) {\n"
	"\t\tpr_tdx_error(TDH_VP_INIT, err);\n"
	"\t\treturn -EIO;\n"
	"\t}\n";

static const char comment[] =
	"\t/*\n"
	"\t * tdh_vp_init() can take a exclusive lock of the TDR resource inside\n"
	"\t * the TDX module. This resource is also taken as shared in several\n"
	"\t * no-fail MMU paths, which could return TDX_OPERAND_BUSY on contention.\n"
	"\t * A read lock here would be enough to exclude the contention, but take\n"
	"\t * a write lock to avoid the weird inversion.\n"
	"\t */\n";

static const char right_code[] =
	"\tscoped_guard(write_lock, &vcpu->kvm->mmu_lock) {\n"
	"\t\terr = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);\n"
	"\t\tif (KVM_BUG_ON(err, vcpu->kvm)) {\n"
	"\t\t\tpr_tdx_error(TDH_VP_INIT, err);\n"
	"\t\t\treturn -EIO;\n"
	"\t\t}\n"
	"\t}\n";

static const char leaking_code[] =
	"\twrite_lock(&vcpu->kvm->mmu_lock);\n"
	"\terr = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);\n"
	"\tif (KVM_BUG_ON(err, vcpu->kvm)) {\n"
	"\t\tpr_tdx_error(TDH_VP_INIT, err);\n"
	"\t\treturn -EIO;\n"
	"\t}\n"
	"\twrite_unlock(&vcpu->kvm->mmu_lock);\n";

static const char upstream_code[] =
	"\tscoped_guard(write_lock, &vcpu->kvm->mmu_lock) {\n"
	"\t\terr = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);\n"
	"\t\tif (TDX_BUG_ON(err, TDH_VP_INIT, vcpu->kvm))\n"
	"\t\t\treturn -EIO;\n"
	"\t}\n";

static const char unlocking_code[] =
	"\tscoped_guard(write_lock, &vcpu->kvm->mmu_lock) {\n"
	"\t\terr = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);\n"
	"\t\tif (KVM_BUG_ON(err, vcpu->kvm)) {\n"
	"\t\t\tpr_tdx_error(TDH_VP_INIT, err);\n"
	"\t\t\twrite_unlock(&vcpu->kvm->mmu_lock);\n"
	"\t\t\treturn -EIO;\n"
	"\t\t}\n"
	"\t}\n";

static struct sample *kernel_sample(const char *version)
{
	const char *kernels = g_getenv("BACKSTITCH_KERNELS");
	const char *cache = g_getenv("BACKSTITCH_CACHE");
	static const char *const options[] = {
		"KVM=y", "KVM_INTEL=y", "CMA=y", "MEMORY_HOTPLUG=y", "MEMORY_HOTREMOVE=y",
		"INTEL_TDX_HOST=y", "KVM_INTEL_TDX=y",
	};
	g_autofree char *folder = kernels ? g_build_filename(kernels, version, NULL) : NULL;
	struct sample *sample;

	if (!folder || !g_file_test(folder, G_FILE_TEST_IS_DIR)) {
		g_test_skip("BACKSTITCH_KERNELS has no such kernel");
		return NULL;
	}
	sample = sample_new(folder, TDX_UPSTREAM);
	sample->conf->arch = g_strdup("x86_64");
	sample->conf->config = g_strdup("x86_64_defconfig");
	for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
		g_ptr_array_add(sample->conf->options, g_strdup(options[i]));
	g_free((char *)sample->claim.cache_folder);
	sample->claim.cache_folder =
		cache ? g_strdup(cache) :
			g_build_filename(g_get_user_cache_dir(), "backstitch", NULL);
	return sample;
}

static void port(struct sample *sample, const char *code)
{
	g_autoptr(GBytes) before = tree_read(sample->before, TDX_PATH, NULL);
	g_autofree char *text = g_strndup(g_bytes_get_data(before, NULL), g_bytes_get_size(before));
	g_auto(GStrv) parts = g_strsplit(text, old_code, 2);
	g_autofree char *after = NULL;

	g_assert_nonnull(parts[1]);
	after = g_strconcat(parts[0], comment, code, parts[1], NULL);
	sample_set(sample, TDX_PATH, after);
}

static void expect(const char *code, const char *check, enum proof_result expected,
		   const char *about)
{
	struct sample *sample = kernel_sample("6.18.5");

	if (!sample)
		return;
	port(sample, code);
	sample_expect(sample, check, expected, about);
	sample_free(sample);
}

static void test_placement(void)
{
	expect(right_code, "placement", PROOF_PASS, "1 hunk in tdx_td_vcpu_init()");
}

static void test_compile(void)
{
	expect(right_code, "compile", PROOF_PASS, "gcc: 1 file built, no warnings");
	expect(upstream_code, "compile", PROOF_FAIL, "TDX_BUG_ON");
}

static void test_sparse(void)
{
	expect(right_code, "sparse", PROOF_PASS, "made explicit");
	expect(leaking_code, "sparse", PROOF_FAIL, "context");
	expect(unlocking_code, "sparse", PROOF_FAIL, NULL);
	expect(upstream_code, "sparse", PROOF_FAIL, "TDX_BUG_ON");
}

/* the tree's own script: the stable form is no mistake, a long line is */
static void test_checkpatch(void)
{
	struct sample *sample = kernel_sample("6.18.5");
	g_autofree char *wrong = NULL;

	if (!sample)
		return;
	port(sample, right_code);
	sample_set_body(sample->ported,
			"commit 9a89894f30d5795c5ac46a9ee9c009d610306025 upstream.\n\n"
			"Say why the one thing has to be done.\n\n"
			"Signed-off-by: A Developer <a.developer@example.org>\n"
			"[ B Porter: keep KVM_BUG_ON() with pr_tdx_error(), TDX_BUG_ON() is not\n"
			"  in this tree ]\n"
			"Signed-off-by: B Porter <b.porter@example.org>\n");
	sample_expect(sample, "checkpatch", PROOF_PASS, NULL);
	sample_set_body(sample->ported, "Say why.\n\nSee commit 9a89894f30d5795c5ac46a9e.\n\n"
					"Signed-off-by: A Developer <a.developer@example.org>\n");
	sample_expect(sample, "checkpatch", PROOF_FAIL, "GIT_COMMIT_ID");
	sample_free(sample);

	sample = kernel_sample("6.18.5");
	wrong = g_strconcat(right_code, "\tif(err){ return err ; }   \n", NULL);
	port(sample, wrong);
	sample_expect(sample, "checkpatch", PROOF_FAIL, "ERROR");
	sample_free(sample);
}

static void test_options(void)
{
	struct sample *sample = kernel_sample("6.18.5");

	if (!sample)
		return;
	port(sample, right_code);
	g_ptr_array_remove_index(sample->conf->options, 2);
	g_ptr_array_remove_index(sample->conf->options, 2);
	g_ptr_array_remove_index(sample->conf->options, 2);
	sample_expect(sample, "compile", PROOF_SKIPPED, "INTEL_TDX_HOST=y");
	sample_free(sample);
}

/* a file that the configuration leaves out does not build, with or without the port */
static void test_left_out(void)
{
	struct sample *sample = kernel_sample("6.18.5");
	g_autoptr(GBytes) before = NULL;
	g_autofree char *text = NULL;

	if (!sample)
		return;
	before = tree_read(sample->before, "arch/x86/kvm/xen.c", NULL);
	text = g_strdup_printf("%.*s\n/* more */\n", (int)g_bytes_get_size(before),
			       (const char *)g_bytes_get_data(before, NULL));
	sample_set(sample, "arch/x86/kvm/xen.c", text);
	sample_expect(sample, "compile", PROOF_SKIPPED, "before the port");
	sample_expect(sample, "sparse", PROOF_SKIPPED, "before the port");
	sample_free(sample);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/kernel/placement", test_placement);
	g_test_add_func("/kernel/checkpatch", test_checkpatch);
	g_test_add_func("/kernel/compile", test_compile);
	g_test_add_func("/kernel/sparse", test_sparse);
	g_test_add_func("/kernel/options", test_options);
	g_test_add_func("/kernel/left-out", test_left_out);
	return g_test_run();
}
