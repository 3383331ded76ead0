// SPDX-License-Identifier: GPL-2.0-only
/* called on another processor by an interrupt */
static void tdx_init_here(void *arg)
{
	struct kvm_vcpu *vcpu = arg;
	struct vcpu_tdx *tdx = to_tdx(vcpu);
	u64 err;

	err = tdh_vp_init(&tdx->vp, vcpu_rcx, vcpu->vcpu_id);
	if (err)
		return;
	tdx->done++;
}

static void tdx_init_there(struct kvm_vcpu *vcpu, int cpu)
{
	smp_call_function_single(cpu, tdx_init_here, vcpu, true);
}
