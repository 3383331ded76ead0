// SPDX-License-Identifier: GPL-2.0-only
int f(void)
{
	if (KVM_BUG_ON(err, vcpu->kvm)) {
		pr_tdx_error(TDH_VP_INIT, err);
		return -EIO;
	}
	if (KVM_BUG_ON(err, kvm)) {
		pr_tdx_error_2(TDH_X, err, a, b);
		ret = 1;
		goto out;
	}
	if (KVM_BUG_ON(err, kvm))
		pr_tdx_error(TDH_MEM_TRACK, err);
out:
	if (WARN_ON_ONCE(err))
		pr_tdx_error(TDH_WB, err);
	return 0;
}
