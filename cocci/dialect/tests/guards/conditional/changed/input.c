// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	scoped_cond_guard(mutex_intr, return -EINTR, &a->lock)
		a->n++;
	return 1;
}
int g(struct a *a)
{
	scoped_guard(mutex, &a->lock)
		a->n++;
	return 1;
}
