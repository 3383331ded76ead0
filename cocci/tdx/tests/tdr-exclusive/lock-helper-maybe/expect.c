// SPDX-License-Identifier: GPL-2.0-only
/* a function that may keep the lock or not */
static void maybe(struct kvm_vcpu *v)
{
	if (v->fast)
		write_lock(&v->kvm->mmu_lock);
}

static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 vcpu_rcx)
{
	struct vcpu_tdx *tdx = to_tdx(vcpu);
	u64 err;

	maybe(vcpu);
	err = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);
	if (KVM_BUG_ON(err, vcpu->kvm)) {
		pr_tdx_error(TDH_VP_INIT, err);
		return -EIO;
	}

	vcpu->arch.mp_state = KVM_MP_STATE_RUNNABLE;

	return 0;
}
