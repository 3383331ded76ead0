// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	hrtimer_setup(get(x), fn, C, M);
}
