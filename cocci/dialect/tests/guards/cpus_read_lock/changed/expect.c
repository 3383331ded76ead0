// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	cpus_read_lock();
	cpus_read_unlock();
	return 1;
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
