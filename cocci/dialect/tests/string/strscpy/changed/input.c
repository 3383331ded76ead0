// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	strscpy(d->name, s);
	strscpy(d, s, n);
	strscpy_pad(d->x, g(1, 2));
}
