// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", (x & 1) ? "disabled" : "enabled", v ? "disabled" : "enabled");
}
