// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_disabled_enabled(x & 1), str_disabled_enabled(v));
}
