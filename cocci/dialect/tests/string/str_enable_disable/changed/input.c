// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_enable_disable(x & 1), str_enable_disable(v));
}
