// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	unsigned long *p = get(a);

	if (!p) {
		if (p) {
			bitmap_free(p);
		}
		return 0;
	}
	{
		int value = use(p);

		if (p) {
			bitmap_free(p);
		}
		return value;
	}
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
