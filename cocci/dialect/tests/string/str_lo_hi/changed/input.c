// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_lo_hi(x & 1), str_lo_hi(v));
}
