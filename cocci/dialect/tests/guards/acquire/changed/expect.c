// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	int lock;
	int rc;

	lock = mutex_lock_interruptible(&a->lock);
	if ((rc = lock)) {
		if (!lock) {
			mutex_unlock(&a->lock);
		}
		return rc;
	}
	a->n++;
	if (!lock) {
		mutex_unlock(&a->lock);
	}
	return 0;
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
