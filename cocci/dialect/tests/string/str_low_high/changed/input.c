// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_low_high(x & 1), str_low_high(v));
}
