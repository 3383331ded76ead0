// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	if (x)
		hrtimer_setup(t, fn, C, M);
}
