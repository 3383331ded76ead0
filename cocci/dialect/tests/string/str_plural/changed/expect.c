// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p(n, n == 1 ? "" : "s", (a + b) == 1 ? "" : "s");
}
