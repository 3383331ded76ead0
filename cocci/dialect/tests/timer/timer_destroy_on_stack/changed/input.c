// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	timer_destroy_on_stack(&t.timer);
}
