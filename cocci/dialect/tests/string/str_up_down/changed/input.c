// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_up_down(x & 1), str_up_down(v));
}
