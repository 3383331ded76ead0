// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p(n, str_plural(n), str_plural(a + b));
}
