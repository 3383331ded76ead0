// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	{
		if (mutex_lock_interruptible(&a->lock)) {
			return -EINTR;
		} else {
			a->n++;
			mutex_unlock(&a->lock);
		}
	}
	return 1;
}
int g(struct a *a)
{
	scoped_guard(mutex, &a->lock)
		a->n++;
	return 1;
}
