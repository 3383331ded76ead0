// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_assert_deassert(x & 1), str_assert_deassert(v));
}
