// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_read_write(x & 1), str_read_write(v));
}
