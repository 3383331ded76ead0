// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	char *p __free(kfree) = get(a);

	if (!give(p))
		return 0;
	retain_and_null_ptr(p);
	return 1;
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
