// SPDX-License-Identifier: GPL-2.0-only
/* a call in the check may sleep */
static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 vcpu_rcx)
{
	struct vcpu_tdx *tdx = to_tdx(vcpu);
	u64 err;

	err = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);
	if (KVM_BUG_ON(err, vcpu->kvm)) {
		mutex_lock(&vcpu->kvm->lock);
		vcpu->kvm->dead = true;
		mutex_unlock(&vcpu->kvm->lock);
		return -EIO;
	}

	vcpu->arch.mp_state = KVM_MP_STATE_RUNNABLE;

	return 0;
}
