// SPDX-License-Identifier: GPL-2.0-only
int f(void)
{
	p->timer_delete(1);
	return del_timer(&t);
}
