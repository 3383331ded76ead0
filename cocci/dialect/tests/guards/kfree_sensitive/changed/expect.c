// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	char *p = get(a);

	if (!p) {
		if (p) {
			kfree_sensitive(p);
		}
		return 0;
	}
	{
		int value = use(p);

		if (p) {
			kfree_sensitive(p);
		}
		return value;
	}
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
