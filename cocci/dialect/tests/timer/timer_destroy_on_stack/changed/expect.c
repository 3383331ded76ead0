// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	destroy_timer_on_stack(&t.timer);
}
