// SPDX-License-Identifier: GPL-2.0-only
/*
 * What another function of the file does to a verdict.  The rule is run over a file as a whole and
 * its change is taken or undone as a whole; a verdict is about one function.
 */
#include <string.h>

#include "base/file.h"
#include "needs.h"
#include "rules/site.h"

#define BODY(of)							\
	"\tstruct vcpu_tdx *tdx = to_tdx(" of ");\n\tu64 err;\n\n"	\
	"\terr = tdh_vp_init(&tdx->vp, 0, vcpu->vcpu_id);\n"		\
	"\tif (KVM_BUG_ON(err, vcpu->kvm))\n\t\treturn -EIO;\n\treturn 0;\n}\n"
#define SITE "static int init(struct kvm_vcpu *vcpu)\n{\n" BODY("vcpu")
#define OTHER_VM							\
	"static int odd(struct kvm_vcpu *vcpu, struct kvm_vcpu *o)\n{\n" BODY("o")
#define NOT_PARSED							\
	"static int odd(struct kvm_vcpu *vcpu)\n{\n\tBEGIN(a) { } strange (;\n" BODY("vcpu")
#define UNDER_CALLER							\
	"static int odd(struct kvm_vcpu *vcpu)\n{\n" BODY("vcpu")		\
	"static int above(struct kvm_vcpu *vcpu)\n{\n"			\
	"\tguard(write_lock)(&vcpu->kvm->mmu_lock);\n\treturn odd(vcpu);\n}\n"
#define CALLER "static int above(struct kvm_vcpu *vcpu)\n{\n\treturn init(vcpu);\n}\n"
/* its caller has a call of its own that the rule would get wrong */
#define CALLING_OTHER_VM						\
	"static int odd(struct kvm_vcpu *vcpu, struct kvm_vcpu *o)\n{\n"\
	"\tinit(vcpu);\n" BODY("o")
/* the judge sees no lock any more, the rule one that was there: nobody is right for sure */
#define DROPPED								\
	"static int init(struct kvm_vcpu *vcpu)\n{\n"			\
	"\tscoped_guard(write_lock, &vcpu->kvm->mmu_lock)\n\t\tcount++;\n" BODY("vcpu")

static const struct sample {
	const char *name;
	const char *text;
	const char *verdict;	/* on init() */
	const char *reason;	/* what it has besides; NULL: nothing about other functions */
} samples[] = {
	{ "alone", SITE, "guard", NULL },
	{ "other VM", OTHER_VM SITE, "guard",
	  "; the rule was tried on this function alone, as in the whole file the rule's change is "
	  "undone: line 6: TDH.VP.INIT" },
	{ "other VM behind", SITE OTHER_VM, "guard", "not shown that the call is about the VM" },
	{ "not parsed", NOT_PARSED SITE, "guard", "could not parse" },
	{ "under a caller", UNDER_CALLER SITE, "guard", NULL },
	{ "with a caller", OTHER_VM SITE CALLER, "guard", "not shown that the call is about" },
	{ "its own caller", SITE CALLING_OTHER_VM, "unknown",
	  "; the rule's change is undone: line 17: TDH.VP.INIT" },
	{ "dropped", DROPPED, "unknown", "the rule leaves it alone" },
	{ "dropped, with another", OTHER_VM DROPPED, "unknown", "the rule leaves it alone" },
	{ "wrong itself", "static int init(struct kvm_vcpu *vcpu, struct kvm_vcpu *o)\n{\n"
	  BODY("o"), "unknown", "not shown that the call is about the VM" },
};

static const struct finding *finding_in(const GPtrArray *findings, const char *function)
{
	for (guint i = 0; i < findings->len; i++) {
		const struct finding *finding = findings->pdata[i];

		if (!strcmp(finding->function, function))
			return finding;
	}
	return NULL;
}

static void test_neighbour(gconstpointer data)
{
	const struct sample *sample = data;
	g_autoptr(GError) error = NULL;
	g_autoptr(rule) rule = rule_load("cocci", "tdx/tdr-exclusive", &error);
	g_autoptr(GBytes) source = g_bytes_new_static(sample->text, strlen(sample->text));
	g_autoptr(GPtrArray) findings =
		g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
	const struct finding *is, *odd;

	if (!needs_sandboxed("spatch"))
		return;
	g_assert_true(sites_judge(rule, NULL, "a.c", source, NULL, findings, &error));
	g_assert_no_error(error);
	is = finding_in(findings, "init");
	odd = finding_in(findings, "odd");
	g_assert_cmpstr(is->verdict, ==, sample->verdict);
	g_test_message("%s", is->reason);
	if (sample->reason)
		g_assert_nonnull(strstr(is->reason, sample->reason));
	else
		g_assert_null(strstr(is->reason, "the rule"));
	/* what keeps the rule from the file is never what it should do */
	g_assert_true(!odd || strcmp(odd->verdict, "guard"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autofree char *path = g_strdup_printf("/neighbours/%s", samples[i].name);

		g_test_add_data_func(path, &samples[i], test_neighbour);
	}
	return g_test_run();
}
