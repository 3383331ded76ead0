// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	guard(task_lock)(&a->lock);
	return 1;
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
