// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_hi_lo(x & 1), str_hi_lo(v));
}
