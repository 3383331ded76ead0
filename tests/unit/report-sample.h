/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Two series on four trees with every outcome, for the tests of report/: one as
 * the reference case ends, one as badly as it gets, with hostile text.
 */
#ifndef REPORT_SAMPLE_H
#define REPORT_SAMPLE_H

#include <glib.h>
#include <string.h>

#include "report/report.h"

#define HOSTILE "<script>alert(1)</script> \"&' \033[31mred \xe2\x80\xae" "evil \xff\xfe"

static inline struct patch_result *sample_patch(struct tree_result *tree, const char *file,
						const char *subject, enum outcome outcome,
						const char *reason)
{
	struct patch_result *patch = patch_result_new();

	patch->patch = g_strdup(file);
	patch->subject = g_strdup(subject);
	patch->outcome = outcome;
	patch->reason = g_strdup(reason);
	g_ptr_array_add(tree->patches, patch);
	return patch;
}

static inline void sample_port(struct patch_result *patch, const char *rung, enum verdict verdict,
			       const char *folder)
{
	patch->rung = g_strdup(rung);
	patch->verdict = verdict;
	patch->file = g_strdup_printf("patches/%s/%s", folder, patch->patch);
}

static inline void sample_landing(struct patch_result *patch, const char *path,
				  const char *function, unsigned long line,
				  enum placement placement, const char *note)
{
	struct landing *landing = g_new0(struct landing, 1);

	landing->path = g_strdup(path);
	landing->function = g_strdup(function);
	landing->line = line;
	landing->placement = placement;
	landing->note = g_strdup(note);
	g_ptr_array_add(patch->landings, landing);
}

static inline void sample_attempt(struct patch_result *patch, const char *rung, const char *reason)
{
	struct attempt *attempt = g_new0(struct attempt, 1);

	attempt->rung = g_intern_string(rung);
	attempt->reason = g_strdup(reason);
	g_ptr_array_add(patch->attempts, attempt);
}

static inline void sample_proof(struct patch_result *patch, const char *name,
				enum proof_result result, const char *detail, const char *output)
{
	struct proof *proof = g_new0(struct proof, 1);

	proof->name = g_intern_string(name);
	proof->result = result;
	proof->detail = g_strdup(detail);
	proof->output = g_strdup(output);
	g_ptr_array_add(patch->proofs, proof);
}

#define SAMPLE_FILE "0001-KVM-TDX-Take-MMU-lock-around-tdh_vp_init.patch"
#define SAMPLE_TITLE "KVM: TDX: Take MMU lock around tdh_vp_init()"

static const char sample_text[] =
	"From 9a89894f30d5795c5ac46a9ee9c009d610306025 Mon Sep 17 00:00:00 2001\n"
	"From: A Developer <dev@example.org>\n"
	"Date: Tue, 28 Oct 2025 00:28:39 +0000\n"
	"Subject: [PATCH 6.18.y] " SAMPLE_TITLE "\n"
	"\n"
	"commit 9a89894f30d5795c5ac46a9ee9c009d610306025 upstream.\n"
	"\n"
	"Take MMU lock around tdh_vp_init() in KVM_TDX_INIT_VCPU to prevent\n"
	"meeting contention during retries in some no-fail MMU paths.\n"
	"\n"
	"[ adapted: TDX_BUG_ON() -> KVM_BUG_ON() + pr_tdx_error() ]\n"
	"Signed-off-by: A Developer <dev@example.org>\n"
	"---\n"
	" arch/x86/kvm/vmx/tdx.c | 20 ++++++++++++++------\n"
	"\n"
	"diff --git a/arch/x86/kvm/vmx/tdx.c b/arch/x86/kvm/vmx/tdx.c\n"
	"index 1111111..2222222 100644\n"
	"--- a/arch/x86/kvm/vmx/tdx.c\n"
	"+++ b/arch/x86/kvm/vmx/tdx.c\n"
	"@@ -2938,8 +2938,14 @@ static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 vcpu_rcx)\n"
	" \t\t}\n"
	" \t}\n"
	" \n"
	"-\terr = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);\n"
	"-\tif (KVM_BUG_ON(err, vcpu->kvm)) {\n"
	"-\t\tpr_tdx_error(TDH_VP_INIT, err);\n"
	"-\t\treturn -EIO;\n"
	"+\t/*\n"
	"+\t * tdh_vp_init() can take an exclusive lock of the TDR resource inside\n"
	"+\t * the TDX-Module.  <b>not bold</b>\n"
	"+\t */\n"
	"+\tscoped_guard(write_lock, &vcpu->kvm->mmu_lock) {\n"
	"+\t\terr = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);\n"
	"+\t\tif (KVM_BUG_ON(err, vcpu->kvm)) {\n"
	"+\t\t\tpr_tdx_error(TDH_VP_INIT, err); /* a long line to see how it scrolls: "
	"01234567890123456789012345678901234567890123456789012345678901234"
	"56789012345678901234567890123 */\n"
	"+\t\t\treturn -EIO;\n"
	"+\t\t}\n"
	" \t}\n"
	"-- \n"
	"2.47.0\n";

static inline void sample_proofs(struct patch_result *patch, enum proof_result sparse)
{
	sample_landing(patch, "arch/x86/kvm/vmx/tdx.c", "tdx_td_vcpu_init", 2941, PLACED_RULE,
		       NULL);
	g_ptr_array_add(patch->adapted, g_strdup("TDX_BUG_ON -> KVM_BUG_ON, pr_tdx_error"));
	sample_attempt(patch, "exact",
		       "hunk 1: 'TDX_BUG_ON(err, TDH_VP_INIT, vcpu->kvm)' is not in "
		       "tdx_td_vcpu_init(); 'KVM_BUG_ON(err, vcpu->kvm)' stands there");
	sample_attempt(patch, "merged", "no base: blob 326db9b9c567 is in none of the trees");
	sample_proof(patch, "placement", PROOF_PASS, "same file and function as upstream", "");
	sample_proof(patch, "cocci", PROOF_PASS, "the rule finds no site left", "");
	sample_proof(patch, "compile", PROOF_PASS, "gcc 12.2 and clang 14.0 build 1 file",
		     "  CC      arch/x86/kvm/vmx/tdx.o\n");
	sample_proof(patch, "sparse", sparse,
		     sparse == PROOF_SKIPPED ? "sparse 0.6.4 does not see into scoped_guard()" :
					       "no new warning", "");
	sample_proof(patch, "execution", PROOF_PASS,
		     "6 paths run: mmu_lock is write-held once around tdh_vp_init()",
		     "path 1: held 1, free at return\npath 2: held 1, free at return\n");
	patch->text = g_strdup(sample_text);
}

static inline struct tree_result *sample_tree(struct series_result *series, const char *name,
					      const char *kernel)
{
	struct tree_result *tree = tree_result_new(name);

	tree->kernel = g_strdup(kernel);
	g_ptr_array_add(series->trees, tree);
	return tree;
}

static inline struct series_result *sample_good(void)
{
	struct series_result *series = series_result_new("kvm-tdx-mmu-lock-vp-init");
	struct tree_result *tree;
	struct patch_result *patch;

	series->title = g_strdup(SAMPLE_TITLE);
	series->version = 4;
	tree = sample_tree(series, "6.12.y", "6.12.94");
	sample_patch(tree, SAMPLE_FILE, SAMPLE_TITLE, OUTCOME_NOT_AFFECTED,
		     "arch/x86/kvm/vmx/tdx.c is not there, and nothing calls tdh_vp_init()");
	tree = sample_tree(series, "6.17.y", "6.17.8");
	patch = sample_patch(tree, SAMPLE_FILE, SAMPLE_TITLE, OUTCOME_PORTED,
			     "the rule tdx/tdr-exclusive made the change");
	sample_port(patch, "rule", VERDICT_PROVEN, "kvm-tdx-mmu-lock-vp-init/6.17.y");
	sample_proofs(patch, PROOF_PASS);
	tree = sample_tree(series, "6.18.y", "6.18.5");
	patch = sample_patch(tree, SAMPLE_FILE, SAMPLE_TITLE, OUTCOME_PORTED,
			     "the rule tdx/tdr-exclusive made the change");
	sample_port(patch, "rule", VERDICT_PROVEN, "kvm-tdx-mmu-lock-vp-init/6.18.y");
	sample_proofs(patch, PROOF_PASS);
	tree = sample_tree(series, "6.19.y", "6.19.8");
	sample_patch(tree, SAMPLE_FILE, SAMPLE_TITLE, OUTCOME_PRESENT,
		     "by content: tdx_td_vcpu_init() has the change, with a reworded comment");
	return series;
}

static inline void sample_bad_first(struct tree_result *tree, const char *kernel)
{
	struct patch_result *patch = sample_patch(tree, "0001-mm-first.patch",
						  "mm: 修复 a leak in the "
						  "reclaim path", OUTCOME_CONFLICT,
						  "hunk 2 fits two places");

	sample_landing(patch, "mm/vmscan.c", "shrink_node", 6100, PLACED_EXACT, NULL);
	sample_landing(patch, "mm/vmscan.c", "", 0, PLACED_NOWHERE,
		       "fits shrink_one() at 4711 and shrink_many() at 4790; the pre-image has "
		       "'nr_reclaimed = sc->nr_reclaimed;' here");
	g_ptr_array_add(patch->residue, g_strdup("hunk 2 is missing"));
	sample_attempt(patch, "exact", "hunk 2 fits two places");
	sample_proof(patch, "compile", PROOF_FAIL, "mm/vmscan.c does not compile",
		     "mm/vmscan.c: In function 'shrink_node':\nmm/vmscan.c:6101:2: error: " HOSTILE
		     "\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
}

static inline struct series_result *sample_bad(void)
{
	struct series_result *series = series_result_new("mm-three-fixes");
	struct tree_result *tree = sample_tree(series, "6.12.y", "6.12.94");
	struct patch_result *patch;

	series->title = g_strdup("mm: three fixes " HOSTILE);
	sample_bad_first(tree, "6.12.94");
	patch = sample_patch(tree, "0002-mm-second.patch", "mm: second " HOSTILE, OUTCOME_PORTED,
			     "context differs");
	sample_port(patch, "merged", VERDICT_FAILED, "mm-three-fixes/6.12.y");
	patch->text = g_strdup(sample_text);
	sample_proof(patch, "compile", PROOF_FAIL, HOSTILE, HOSTILE "\n");
	sample_proof(patch, "checkpatch", PROOF_SKIPPED, "the tree has no scripts/checkpatch.pl",
		     "");
	patch = sample_patch(tree, "0010-mm-third.patch", "mm: third", OUTCOME_PROPOSED,
			     "the dialect rung has a precision of 0.93 here, below 0.97");
	sample_port(patch, "dialect", VERDICT_REVIEW, "mm-three-fixes/6.12.y");
	patch->text = g_strdup(sample_text);
	tree = sample_tree(series, "6.18.y", "6.18.15");
	sample_patch(tree, "0001-mm-first.patch", "mm: first", OUTCOME_PRESENT, "by patch-id");
	patch = sample_patch(tree, "0002-mm-second.patch", "mm: second", OUTCOME_PORTED, NULL);
	sample_port(patch, "exact", VERDICT_REVIEW, "mm-three-fixes/6.18.y");
	sample_patch(tree, "0010-mm-third.patch", "mm: third", OUTCOME_ERROR,
		     "cannot read 'mm/x.c'");
	tree = sample_tree(series, "6.6.y", NULL);
	tree->error = g_strdup("no such folder '/trees/linux-6.6'; set path= in 6.6.y.ini");
	return series;
}

static inline GPtrArray *sample_results(void)
{
	GPtrArray *results = g_ptr_array_new_with_free_func((GDestroyNotify)series_result_free);

	g_ptr_array_add(results, sample_good());
	g_ptr_array_add(results, sample_bad());
	return results;
}

#endif /* REPORT_SAMPLE_H */
