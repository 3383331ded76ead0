// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_disable_enable(x & 1), str_disable_enable(v));
}
