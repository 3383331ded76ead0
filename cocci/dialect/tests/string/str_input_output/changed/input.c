// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_input_output(x & 1), str_input_output(v));
}
