// SPDX-License-Identifier: GPL-2.0-only
void f(struct timer_list *t)
{
	struct a *a = timer_container_of(a, t, timer);
}
