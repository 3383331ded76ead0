// SPDX-License-Identifier: GPL-2.0-only
/* held for read */
static int tdx_td_finalize(struct kvm *kvm, struct kvm_tdx_cmd *cmd)
{
	struct kvm_tdx *kvm_tdx = to_kvm_tdx(kvm);

	guard(read_lock)(&kvm->mmu_lock);
	cmd->hw_error = tdh_mr_finalize(&kvm_tdx->td);
	return 0;
}
