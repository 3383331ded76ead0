// SPDX-License-Identifier: GPL-2.0-only
/* the result is thrown away */
static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 vcpu_rcx)
{
	struct vcpu_tdx *tdx = to_tdx(vcpu);
	u64 err;

	tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);
	err = 0;

	vcpu->arch.mp_state = KVM_MP_STATE_RUNNABLE;

	return 0;
}
