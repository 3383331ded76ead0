// SPDX-License-Identifier: GPL-2.0-only
int f(void)
{
	if (TDX_BUG_ON(tdh(1), TDH_X, kvm))
		return 1;
	return 0;
}
