// SPDX-License-Identifier: GPL-2.0-only
SYSCALL_DEFINE1(timer_delete, int, id)
{
	return 0;
}
