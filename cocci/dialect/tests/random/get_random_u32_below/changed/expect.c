// SPDX-License-Identifier: GPL-2.0-only
int f(void)
{
	return prandom_u32_max(6);
}
