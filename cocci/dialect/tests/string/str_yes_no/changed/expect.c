// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p(g(v ? "yes" : "no") ? "yes" : "no");
}
