// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	mmap_read_lock(&a->lock);
	mmap_read_unlock(&a->lock);
	return 1;
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
