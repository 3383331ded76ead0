// SPDX-License-Identifier: GPL-2.0-only
int f(void)
{
	return TDX_BUG_ON(err, TDH_X, kvm) || x;
}
