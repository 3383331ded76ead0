// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", (x & 1) ? "lo" : "hi", v ? "lo" : "hi");
}
