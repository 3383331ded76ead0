// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	int rc;

	ACQUIRE(mutex_intr, lock)(&a->lock);
	if ((rc = ACQUIRE_ERR(mutex_intr, &lock)))
		return rc;
	a->n++;
	return 0;
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
