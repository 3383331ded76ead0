/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Claims made by hand for the tests of the checks: a tree, a version of one file
 * and upstream's patch, without an engine.
 */
#ifndef TESTS_CLAIM_SAMPLE_H
#define TESTS_CLAIM_SAMPLE_H

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/tmpdir.h"
#include "check/check.h"
#include "check/checks.h"

#define TDX_PATH "arch/x86/kvm/vmx/tdx.c"

/* the diff of <20251028002824.1470939-1-rick.p.edgecombe@intel.com> */
#define TDX_UPSTREAM \
	"diff --git a/arch/x86/kvm/vmx/tdx.c b/arch/x86/kvm/vmx/tdx.c\n" \
	"index daec88d4b88d..8bf5d2624152 100644\n" \
	"--- a/arch/x86/kvm/vmx/tdx.c\n" \
	"+++ b/arch/x86/kvm/vmx/tdx.c\n" \
	"@@ -2938,9 +2938,18 @@ static int tdx_td_" \
	"vcpu_init(struct kvm_vcpu *vcpu, u64 vcpu_rcx)\n" \
	" \t\t}\n" \
	" \t}\n" \
	" \n" \
	"-\terr = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);\n" \
	"-\tif (TDX_BUG_ON(err, TDH_VP_INIT, vcpu->kvm))\n" \
	"-\t\treturn -EIO;\n" \
	"+\t/*\n" \
	"+\t * tdh_vp_init() can take a exclusive lock of the TDR resource inside\n" \
	"+\t * the TDX module. This resource is also taken as shared in several\n" \
	"+\t * no-fail MMU paths, which could return TDX_OPERAND_BUSY on contention.\n" \
	"+\t * A read lock here would be enough to exclude the contention, but take\n" \
	"+\t * a write lock to avoid the weird inversion.\n" \
	"+\t */\n" \
	"+\tscoped_guard(write_lock, &vcpu->kvm->mmu_lock) {\n" \
	"+\t\terr = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);\n" \
	"+\t\tif (TDX_BUG_ON(err, TDH_VP_INIT, vcpu->kvm))\n" \
	"+\t\t\treturn -EIO;\n" \
	"+\t}\n" \
	" \n" \
	" \tvcpu->arch.mp_state = KVM_MP_STATE_RUNNABLE;\n" \
	" \n"

/**
 * struct sample - a claim and what it points to
 * @claim: to be given to a check
 * @dir: scratch, with the tree at "tree" and the cache folder at "cache"
 */
struct sample {
	struct claim claim;
	struct tmpdir *dir;
	struct tree *before;
	struct tree *after;
	struct patch *upstream;
	struct patch *ported;
	struct tree_conf *conf;
};

/* the source folder: tests run from it or are told of it */
static inline char *sample_source(const char *path)
{
	const char *root = g_getenv("BACKSTITCH_SOURCE");

	return g_build_filename(root ? root : ".", path, NULL);
}

static inline GBytes *sample_bytes(const char *text)
{
	return g_bytes_new(text, strlen(text));
}

/* a patch with a message that checkpatch has nothing against */
static inline struct patch *sample_patch(void)
{
	struct patch *patch = patch_new();

	subject_free(patch->subject);
	patch->subject = subject_parse("[PATCH] subsystem: do one thing");
	g_free(patch->author_name);
	patch->author_name = g_strdup("A Developer");
	g_free(patch->author_email);
	patch->author_email = g_strdup("a.developer@example.org");
	g_free(patch->body);
	patch->body = g_strdup("Say why the one thing has to be done.\n\n"
			       "Signed-off-by: A Developer <a.developer@example.org>\n");
	patch->when = 1761611304;
	return patch;
}

static inline void sample_set_body(struct patch *patch, const char *body)
{
	g_free(patch->body);
	patch->body = g_strdup(body);
}

static inline struct tree_conf *sample_conf(void)
{
	struct tree_conf *conf = g_new0(struct tree_conf, 1);

	conf->name = g_strdup("sample");
	conf->options = g_ptr_array_new_with_free_func(g_free);
	conf->include = g_ptr_array_new_with_free_func(g_free);
	conf->required = g_ptr_array_new_with_free_func(g_free);
	return conf;
}

/* a claim on the plain directory @folder that changes nothing yet */
static inline struct sample *sample_new(const char *folder, const char *upstream)
{
	struct sample *sample = g_new0(struct sample, 1);
	g_autoptr(GBytes) text = sample_bytes(upstream);
	g_autoptr(GError) error = NULL;

	sample->dir = tmpdir_new(&error);
	g_assert_no_error(error);
	sample->before = tree_open_folder(folder, &error);
	g_assert_no_error(error);
	sample->after = tree_overlay(sample->before);
	sample->upstream = sample_patch();
	diff_free(sample->upstream->diff);
	sample->upstream->diff = diff_parse(text, &error);
	g_assert_no_error(error);
	sample->ported = sample_patch();
	sample->conf = sample_conf();
	sample->claim = (struct claim){
		.before = sample->before,
		.after = sample->after,
		.upstream = sample->upstream,
		.ported = sample->ported,
		.conf = sample->conf,
		.cocci = sample_source("cocci"),
		.cache_folder = tmpdir_file(sample->dir, "cache"),
	};
	return sample;
}

/* set a file of the port, in the overlay and in the ported patch; NULL removes it */
static inline void sample_set(struct sample *sample, const char *path, const char *text)
{
	g_autoptr(GBytes) before = NULL;
	g_autoptr(GBytes) after = text ? sample_bytes(text) : NULL;

	if (tree_entry(sample->before, path) != TREE_NONE)
		before = tree_read(sample->before, path, NULL);
	if (after)
		tree_put(sample->after, path, after, TREE_FILE);
	else
		tree_drop(sample->after, path);
	g_ptr_array_add(sample->ported->diff->files, diff_images(path, before, after, 3));
}

static inline void sample_free(struct sample *sample)
{
	tree_free(sample->after);
	tree_free(sample->before);
	patch_free(sample->upstream);
	patch_free(sample->ported);
	g_free(sample->conf->name);
	g_free(sample->conf->arch);
	g_free(sample->conf->config);
	g_ptr_array_unref(sample->conf->options);
	g_ptr_array_unref(sample->conf->include);
	g_ptr_array_unref(sample->conf->required);
	g_free(sample->conf);
	g_free((char *)sample->claim.cocci);
	g_free((char *)sample->claim.cache_folder);
	tmpdir_free(sample->dir);
	g_free(sample);
}

/* run one check; the caller frees detail and output of @out with sample_clear() */
static inline enum proof_result sample_run(struct sample *sample, const char *name,
					   struct proof *out)
{
	g_autoptr(GError) error = NULL;
	const struct check *check = checks;

	while (strcmp(check->name, name))
		check++;
	*out = (struct proof){ .name = check->name, .result = PROOF_SKIPPED };
	g_assert_true(check->run(&sample->claim, out, &error));
	g_assert_no_error(error);
	g_assert_nonnull(out->detail);
	g_test_message("%s: %s: %s", name, proof_result_name(out->result), out->detail);
	return out->result;
}

static inline void sample_clear(struct proof *proof)
{
	g_clear_pointer(&proof->detail, g_free);
	g_clear_pointer(&proof->output, g_free);
}

/* run one check and compare its result, and a part of its detail when @about is given */
static inline void sample_expect(struct sample *sample, const char *name,
				 enum proof_result expected, const char *about)
{
	struct proof proof;
	enum proof_result got = sample_run(sample, name, &proof);

	if (got != expected || (about && !strstr(proof.detail, about)))
		g_error("%s: %s (%s), expected %s with '%s'", name, proof_result_name(got),
			proof.detail, proof_result_name(expected), about ? about : "");
	sample_clear(&proof);
}

static inline char *sample_read(const char *path)
{
	g_autofree char *whole = sample_source(path);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes = file_read(whole, &error);

	g_assert_no_error(error);
	return g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

/* the file of a case without its third line, which says what the case is */
static inline char *sample_case(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, "tdx.c", NULL);
	g_autofree char *text = sample_read(path);
	g_auto(GStrv) lines = g_strsplit(text, "\n", 4);

	g_assert_cmpuint(g_strv_length(lines), ==, 4);
	g_assert_true(g_str_has_prefix(lines[2], "/*"));
	return g_strjoin("\n", lines[0], lines[1], lines[3], NULL);
}

#endif /* TESTS_CLAIM_SAMPLE_H */
