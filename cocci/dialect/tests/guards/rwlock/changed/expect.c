// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	write_lock(&a->lock);
	write_unlock(&a->lock);
	return 1;
}
int g(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
