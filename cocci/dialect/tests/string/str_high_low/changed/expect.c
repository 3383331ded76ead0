// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", (x & 1) ? "high" : "low", v ? "high" : "low");
}
