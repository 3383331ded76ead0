// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	char *p = get(a);

	if (!give(p)) {
		if (!IS_ERR_OR_NULL(p)) {
			kfree(p);
		}
		return 0;
	}
	p = NULL;
	if (!IS_ERR_OR_NULL(p)) {
		kfree(p);
	}
	return 1;
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
