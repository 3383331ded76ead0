// SPDX-License-Identifier: GPL-2.0-only
void f(struct timer_list *t)
{
	struct a *a = from_timer(a, t, timer);
}
