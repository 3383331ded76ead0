// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	guard(spinlock_bh)(&a->lock);
	return 1;
}
int g(struct a *a)
{
	guard(raw_spinlock_bh)(&a->lock);
	return 1;
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
