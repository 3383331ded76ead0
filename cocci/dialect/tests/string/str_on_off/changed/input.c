// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_on_off(a & b));
	x = str_on_off(v)[0];
}
