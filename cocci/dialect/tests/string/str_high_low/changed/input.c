// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_high_low(x & 1), str_high_low(v));
}
