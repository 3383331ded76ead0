// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	struct device *guarded;

	guarded = a->dev;
	device_lock(guarded);
	device_unlock(guarded);
	return 1;
}
int g(struct a *a)
{
	guard(mutex)(&a->lock);
	return device(a);
}
