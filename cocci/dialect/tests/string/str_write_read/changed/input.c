// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	p("%s", str_write_read(x & 1), str_write_read(v));
}
