// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p(v ? "no" : "yes", str_yes_no(v));
}
