// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p(x->y[1](a, b).c ? "yes" : "no",
	  ((u8)v) ? "yes" : "no", (f(a) | g(b)) ? "yes" : "no", (!v) ? "yes" : "no");
}
