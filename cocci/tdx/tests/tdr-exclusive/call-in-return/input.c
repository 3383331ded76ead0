// SPDX-License-Identifier: GPL-2.0-only
/* the call is part of a return */
static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 vcpu_rcx)
{
	struct vcpu_tdx *tdx = to_tdx(vcpu);

	if (tdx->fast)
		return tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);

	vcpu->arch.mp_state = KVM_MP_STATE_RUNNABLE;

	return 0;
}
