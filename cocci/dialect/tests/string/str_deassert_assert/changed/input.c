// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_deassert_assert(x & 1), str_deassert_assert(v));
}
