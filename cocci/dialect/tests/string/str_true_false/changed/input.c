// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_true_false(x & 1), str_true_false(v));
}
