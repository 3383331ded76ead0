// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_off_on(x & 1), str_off_on(v));
}
