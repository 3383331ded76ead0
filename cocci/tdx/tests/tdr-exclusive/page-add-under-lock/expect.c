// SPDX-License-Identifier: GPL-2.0-only
/* runs below an operation that asserts the lock */
static int tdx_page_add(struct kvm *kvm, gpa_t gpa)
{
	struct kvm_tdx *kvm_tdx = to_kvm_tdx(kvm);
	u64 entry, state;

	return tdh_mem_page_add(&kvm_tdx->td, gpa, NULL, NULL, &entry, &state) ? -EIO : 0;
}

static int set_spte(struct kvm *kvm, gpa_t gpa)
{
	lockdep_assert_held(&kvm->mmu_lock);
	return kvm_x86_call(set_external_spte)(kvm, gpa);
}

void tdx_setup(void)
{
	vt_x86_ops.set_external_spte = tdx_page_add;
}
