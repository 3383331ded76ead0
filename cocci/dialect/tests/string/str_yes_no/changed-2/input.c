// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p(str_yes_no(x->y[1](a, b).c),
	  str_yes_no((u8)v), str_yes_no(f(a) | g(b)), str_yes_no(!v));
}
