// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the semantic patch and the judge of call sites differ: a caller in another
 * file holds the lock, so that what the patch would do deadlocks.
 */
#include "claim-sample.h"

#include "base/error.h"
#include "needs.h"
#include "rules/pack.h"
#include "rules/sitecheck.h"

#define HEAD								\
	"int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 vcpu_rcx)\n"	\
	"{\n"								\
	"\tstruct vcpu_tdx *tdx = to_tdx(vcpu);\n"			\
	"\tu64 err;\n\n"
#define CALL(in)							\
	in "err = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);\n"	\
	in "if (KVM_BUG_ON(err, vcpu->kvm)) {\n"			\
	in "\tpr_tdx_error(TDH_VP_INIT, err);\n"			\
	in "\treturn -EIO;\n"						\
	in "}\n"
#define TAIL "\n\treturn 0;\n}\n"

#define PLAIN HEAD CALL("\t") TAIL
#define GUARDED								\
	HEAD "\tscoped_guard(write_lock, &vcpu->kvm->mmu_lock) {\n"	\
	CALL("\t\t") "\t}\n" TAIL

/* spatch cannot parse the function */
#define BLIND								\
	HEAD "\terr = tdh_vp_init(&tdx->vp,\n#ifdef X\n\t\tvcpu_rcx,\n"	\
	"#else\n\t\t0,\n#endif\n\t\tvcpu->vcpu_id);\n"			\
	"\tif (KVM_BUG_ON(err, vcpu->kvm))\n\t\treturn -EIO;\n" TAIL

#define CALLER "arch/x86/kvm/x86.c"
#define HOLDS								\
	"int caller(struct kvm_vcpu *vcpu)\n{\n"			\
	"\tint r;\n\n"							\
	"\twrite_lock(&vcpu->kvm->mmu_lock);\n"				\
	"\tr = tdx_td_vcpu_init(vcpu, 0);\n"				\
	"\twrite_unlock(&vcpu->kvm->mmu_lock);\n"			\
	"\treturn r;\n}\n"
#define FREE "int caller(struct kvm_vcpu *vcpu)\n{\n\treturn tdx_td_vcpu_init(vcpu, 0);\n}\n"

struct world {
	struct tmpdir *dir;
	struct sample *sample;
	struct rule *rule;
};

static void write_file(const struct tmpdir *dir, const char *path, const char *text)
{
	g_autofree char *whole = tmpdir_file(dir, path);
	g_autofree char *folder = g_path_get_dirname(whole);

	g_assert_true(folder_make(folder, NULL));
	g_assert_true(file_write(whole, text, -1, NULL));
}

static void world_open(struct world *world, const char *source, const char *caller)
{
	world->dir = tmpdir_new(NULL);
	write_file(world->dir, TDX_PATH, source);
	write_file(world->dir, CALLER, caller);
	world->rule = rule_load("cocci", "tdx/tdr-exclusive", NULL);
	g_assert_nonnull(world->rule);
	world->sample = sample_new(tmpdir_path(world->dir), TDX_UPSTREAM);
	world->sample->claim.rule = world->rule;
}

static void world_close(struct world *world)
{
	sample_free(world->sample);
	rule_free(world->rule);
	tmpdir_free(world->dir);
}

static void expect_proof(const char *before, const char *caller, const char *after,
			 enum proof_result expected, const char *about)
{
	struct world world;

	if (!needs_sandboxed("spatch"))
		return;
	world_open(&world, before, caller);
	sample_set(world.sample, TDX_PATH, after);
	sample_expect(world.sample, "cocci", expected, about);
	world_close(&world);
}

static void test_right(void)
{
	expect_proof(PLAIN, FREE, GUARDED, PROOF_PASS, "finds its site before and none after");
}

static void test_left(void)
{
	expect_proof(PLAIN, FREE, HEAD CALL("\t") "\n\tvcpu->x = 1;\n" TAIL, PROOF_FAIL,
		     "needs mmu_lock and is not guarded");
}

/* the semantic patch alone calls this a site before and none after */
static void test_deadlock(void)
{
	expect_proof(PLAIN, HOLDS, GUARDED, PROOF_FAIL, "mmu_lock is taken around tdh_vp_init()");
}

/* the raw rule would change it once more, to a deadlock */
static void test_held(void)
{
	expect_proof(PLAIN, HOLDS, HEAD CALL("\t") "\n\tvcpu->x = 1;\n" TAIL, PROOF_SKIPPED,
		     "no site before");
}

static enum sites_state state_of(const struct rule *rule, const struct tree *tree,
				 const char *text)
{
	g_autoptr(GBytes) source = g_bytes_new(text, strlen(text));
	g_autoptr(GError) error = NULL;
	g_autofree char *why = NULL;
	enum sites_state state;

	g_assert_true(sites_state(rule, tree, TDX_PATH, source, &state, &why, &error));
	g_assert_no_error(error);
	g_assert_true((state == SITES_OPEN || state == SITES_UNCLEAR) == (why != NULL));
	return state;
}

static void test_state(void)
{
	struct world world;
	const struct tree *tree;

	if (!needs_sandboxed("spatch"))
		return;
	world_open(&world, PLAIN, FREE);
	tree = world.sample->before;
	g_assert_cmpint(state_of(world.rule, tree, PLAIN), ==, SITES_OPEN);
	g_assert_cmpint(state_of(world.rule, tree, GUARDED), ==, SITES_DONE);
	g_assert_cmpint(state_of(world.rule, tree, "int x;\n"), ==, SITES_NONE);
	g_assert_cmpint(state_of(world.rule, tree, HEAD "#if X\n" CALL("\t") TAIL), ==,
			SITES_UNCLEAR);
	/* without facts the semantic patch is asked, and sees no caller */
	g_clear_pointer(&world.rule->facts, g_free);
	g_assert_cmpint(state_of(world.rule, tree, PLAIN), ==, SITES_OPEN);
	g_assert_cmpint(state_of(world.rule, tree, GUARDED), ==, SITES_DONE);
	/* what spatch does not see is not done */
	g_assert_cmpint(state_of(world.rule, tree, BLIND), ==, SITES_UNCLEAR);
	world_close(&world);
}

static bool holds(const struct world *world, const char *text)
{
	g_autoptr(GBytes) source = g_bytes_new(text, strlen(text));
	g_autoptr(GError) error = NULL;
	bool holds;

	g_assert_true(rule_holds(world->rule, world->sample->before, TDX_PATH, source, &holds,
				 &error));
	g_assert_no_error(error);
	return holds;
}

static void test_holds(void)
{
	struct world world;

	if (!needs_sandboxed("spatch"))
		return;
	world_open(&world, PLAIN, FREE);
	g_assert_true(holds(&world, GUARDED));
	g_assert_false(holds(&world, PLAIN));
	g_assert_false(holds(&world, "int x;\n"));
	world_close(&world);
	/* the caller has it, which the verifier does not see: nobody claims that it is done */
	world_open(&world, PLAIN, HOLDS);
	g_assert_false(holds(&world, PLAIN));
	world_close(&world);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sitecheck/right", test_right);
	g_test_add_func("/sitecheck/left", test_left);
	g_test_add_func("/sitecheck/deadlock", test_deadlock);
	g_test_add_func("/sitecheck/held", test_held);
	g_test_add_func("/sitecheck/state", test_state);
	g_test_add_func("/sitecheck/holds", test_holds);
	return g_test_run();
}
