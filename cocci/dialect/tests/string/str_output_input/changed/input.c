// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_output_input(x & 1), str_output_input(v));
}
