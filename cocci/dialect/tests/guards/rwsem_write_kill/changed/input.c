// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	scoped_cond_guard(rwsem_write_kill, return -EINTR, &a->lock)
		a->n++;
	return 1;
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
