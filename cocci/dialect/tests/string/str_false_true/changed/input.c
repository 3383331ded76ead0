// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_false_true(x & 1), str_false_true(v));
}
