// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", (x & 1) ? "deassert" : "assert", v ? "deassert" : "assert");
}
