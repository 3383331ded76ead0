// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	struct cred *p __free(put_cred) = get(a);

	if (!p)
		return 0;
	return use(p);
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
