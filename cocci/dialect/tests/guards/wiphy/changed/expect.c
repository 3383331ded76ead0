// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	mutex_lock(&a->lock.mtx);
	mutex_unlock(&a->lock.mtx);
	return 1;
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
