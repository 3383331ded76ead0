// SPDX-License-Identifier: GPL-2.0-only
/* no vcpu in scope, the lock cannot be named */
static int tdx_init_one(struct kvm_tdx *kvm_tdx, struct tdx_vp *vp, u64 vcpu_rcx, u32 id)
{
	u64 err;

	err = tdh_vp_init(vp, vcpu_rcx, id);
	if (KVM_BUG_ON(err, &kvm_tdx->kvm))
		return -EIO;

	return 0;
}
