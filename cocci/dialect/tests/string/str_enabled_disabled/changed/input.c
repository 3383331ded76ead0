// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_enabled_disabled(x & 1), str_enabled_disabled(v));
}
