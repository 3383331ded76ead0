// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	hrtimer_setup(&a->t, fn, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL);
}
