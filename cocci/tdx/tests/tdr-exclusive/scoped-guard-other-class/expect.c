// SPDX-License-Identifier: GPL-2.0-only
/* another guard of the same lock: a person has to look */
static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 vcpu_rcx)
{
	struct vcpu_tdx *tdx = to_tdx(vcpu);
	u64 err;

	scoped_guard(read_lock, &vcpu->kvm->mmu_lock) {
		err = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);
		if (TDX_BUG_ON(err, TDH_VP_INIT, vcpu->kvm))
			return -EIO;
	}

	vcpu->arch.mp_state = KVM_MP_STATE_RUNNABLE;

	return 0;
}
