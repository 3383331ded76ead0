// SPDX-License-Identifier: GPL-2.0-only
int f(void)
{
	if (TDX_BUG_ON(err, TDH_VP_INIT, vcpu->kvm))
		return -EIO;
	if (TDX_BUG_ON_2(err, TDH_X, a, b, kvm)) {
		ret = 1;
		goto out;
	}
	TDX_BUG_ON(err, TDH_MEM_TRACK, kvm);
out:
	TDX_BUG_ON(err, TDH_WB, NULL);
	return 0;
}
