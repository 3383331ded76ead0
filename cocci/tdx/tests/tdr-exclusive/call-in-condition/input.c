// SPDX-License-Identifier: GPL-2.0-only
/* the call is part of the condition */
static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 vcpu_rcx)
{
	struct vcpu_tdx *tdx = to_tdx(vcpu);

	if (tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id))
		return -EIO;

	vcpu->arch.mp_state = KVM_MP_STATE_RUNNABLE;

	return 0;
}
