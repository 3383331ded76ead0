// SPDX-License-Identifier: GPL-2.0-only
/* called by a function that it is given to */
static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 vcpu_rcx)
{
	struct vcpu_tdx *tdx = to_tdx(vcpu);
	u64 err;

	err = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);
	if (KVM_BUG_ON(err, vcpu->kvm)) {
		pr_tdx_error(TDH_VP_INIT, err);
		return -EIO;
	}

	vcpu->arch.mp_state = KVM_MP_STATE_RUNNABLE;

	return 0;
}

static int tdx_each(struct kvm *kvm, int (*init)(struct kvm_vcpu *, u64))
{
	int ret;

	write_lock(&kvm->mmu_lock);
	ret = init(kvm->first, 0);
	write_unlock(&kvm->mmu_lock);
	return ret;
}

static int tdx_all(struct kvm *kvm)
{
	return tdx_each(kvm, tdx_td_vcpu_init);
}
