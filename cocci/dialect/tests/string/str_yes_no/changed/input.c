// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p(str_yes_no(g(str_yes_no(v))));
}
