// SPDX-License-Identifier: GPL-2.0-only
/* the TDX part is that of another vcpu */
static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, struct kvm_vcpu *other, u64 vcpu_rcx)
{
	struct vcpu_tdx *tdx = to_tdx(other);
	u64 err;

	err = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);
	if (KVM_BUG_ON(err, vcpu->kvm)) {
		pr_tdx_error(TDH_VP_INIT, err);
		return -EIO;
	}

	return 0;
}
