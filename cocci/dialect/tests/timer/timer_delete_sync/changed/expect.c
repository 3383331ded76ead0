// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	del_timer_sync(&a->t); /* timer_delete_sync */
}
