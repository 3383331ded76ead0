// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	hrtimer_init(&t, C, M);
	t.function = &fn;
}
