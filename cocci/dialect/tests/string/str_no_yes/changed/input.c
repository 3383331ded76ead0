// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p(str_no_yes(v), str_yes_no(v));
}
