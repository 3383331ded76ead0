// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	timer_delete_sync(&a->t); /* timer_delete_sync */
}
