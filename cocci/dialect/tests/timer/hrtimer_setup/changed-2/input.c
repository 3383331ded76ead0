// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	hrtimer_setup(t, fn, C, M);
	hrtimer_setup_on_stack(t, fn, C, M);
}
