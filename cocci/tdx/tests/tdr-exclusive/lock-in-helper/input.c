// SPDX-License-Identifier: GPL-2.0-only
/* functions of the same file take and drop the lock */
static void lock_it(struct kvm_vcpu *v)
{
	write_lock(&v->kvm->mmu_lock);
}

static void unlock_it(struct kvm *kvm)
{
	write_unlock(&kvm->mmu_lock);
}

static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 vcpu_rcx)
{
	struct vcpu_tdx *tdx = to_tdx(vcpu);
	u64 err;

	lock_it(vcpu);
	err = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);
	unlock_it(vcpu->kvm);
	if (KVM_BUG_ON(err, vcpu->kvm)) {
		pr_tdx_error(TDH_VP_INIT, err);
		return -EIO;
	}

	vcpu->arch.mp_state = KVM_MP_STATE_RUNNABLE;

	return 0;
}
