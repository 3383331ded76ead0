// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	struct file *p = get(a);

	if (!p) {
		if (!IS_ERR_OR_NULL(p)) {
			fput(p);
		}
		return 0;
	}
	{
		int value = use(p);

		if (!IS_ERR_OR_NULL(p)) {
			fput(p);
		}
		return value;
	}
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
