// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_down_up(x & 1), str_down_up(v));
}
