// SPDX-License-Identifier: GPL-2.0-only
/* #ifdef splits the check */
static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 vcpu_rcx)
{
	struct vcpu_tdx *tdx = to_tdx(vcpu);
	u64 err;

	err = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);
#ifdef CONFIG_KVM_INTEL_TDX
	if (KVM_BUG_ON(err, vcpu->kvm)) {
#else
	if (err) {
#endif
		pr_tdx_error(TDH_VP_INIT, err);
		return -EIO;
	}

	vcpu->arch.mp_state = KVM_MP_STATE_RUNNABLE;

	return 0;
}
