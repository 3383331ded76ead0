// SPDX-License-Identifier: GPL-2.0-only
int timer_delete(struct timer_list *t)
{
	return 0;
}
int f(void)
{
	return timer_delete(0);
}
