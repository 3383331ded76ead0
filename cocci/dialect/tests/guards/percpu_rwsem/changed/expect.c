// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	percpu_down_read(&a->lock);
	percpu_up_read(&a->lock);
	return 1;
}
int g(struct a *a)
{
	percpu_down_write(&a->lock);
	percpu_up_write(&a->lock);
	return 1;
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
