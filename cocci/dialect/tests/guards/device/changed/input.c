// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	guard(device)(a->dev);
	return 1;
}
int g(struct a *a)
{
	guard(mutex)(&a->lock);
	return device(a);
}
