// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", (a & b) ? "on" : "off");
	x = (v ? "on" : "off")[0];
}
