// SPDX-License-Identifier: GPL-2.0-only
/* a function that was called took the lock and dropped it; the rule does not look */
static void touch(struct kvm_vcpu *v)
{
	write_lock(&v->kvm->mmu_lock);
	v->done++;
	write_unlock(&v->kvm->mmu_lock);
}

static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 vcpu_rcx)
{
	struct vcpu_tdx *tdx = to_tdx(vcpu);
	u64 err;

	touch(vcpu);
	err = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);
	if (KVM_BUG_ON(err, vcpu->kvm)) {
		pr_tdx_error(TDH_VP_INIT, err);
		return -EIO;
	}

	vcpu->arch.mp_state = KVM_MP_STATE_RUNNABLE;

	return 0;
}
