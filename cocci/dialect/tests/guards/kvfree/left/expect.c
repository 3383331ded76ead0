// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	void *p __free(kfree) = get(a);
	kvfree(a->p);
	return 1;
}
