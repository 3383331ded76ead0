// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	hrtimer_init(&a->t, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	a->t.function = fn;
}
