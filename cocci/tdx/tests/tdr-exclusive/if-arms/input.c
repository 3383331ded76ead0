// SPDX-License-Identifier: GPL-2.0-only
/* the lock is taken in one arm of an #if */
static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 vcpu_rcx)
{
	struct vcpu_tdx *tdx = to_tdx(vcpu);
	u64 err;

#ifdef CONFIG_KVM_INTEL_TDX
	write_lock(&vcpu->kvm->mmu_lock);
#endif
	err = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);
#ifdef CONFIG_KVM_INTEL_TDX
	write_unlock(&vcpu->kvm->mmu_lock);
#endif
	if (KVM_BUG_ON(err, vcpu->kvm)) {
		pr_tdx_error(TDH_VP_INIT, err);
		return -EIO;
	}

	vcpu->arch.mp_state = KVM_MP_STATE_RUNNABLE;

	return 0;
}
