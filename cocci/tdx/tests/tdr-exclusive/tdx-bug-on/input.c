// SPDX-License-Identifier: GPL-2.0-only
/* the check of 6.19 moves with the call */
static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 vcpu_rcx)
{
	struct vcpu_tdx *tdx = to_tdx(vcpu);
	u64 err;

	err = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);
	if (TDX_BUG_ON(err, TDH_VP_INIT, vcpu->kvm))
		return -EIO;

	vcpu->arch.mp_state = KVM_MP_STATE_RUNNABLE;

	return 0;
}
