// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	{
		if (down_write_killable(&a->lock)) {
			return -EINTR;
		} else {
			a->n++;
			up_write(&a->lock);
		}
	}
	return 1;
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
