// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", (x & 1) ? "hi" : "lo", v ? "hi" : "lo");
}
