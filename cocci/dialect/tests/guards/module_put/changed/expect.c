// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	struct module *p = get(a);

	if (!p) {
		if (p) {
			module_put(p);
		}
		return 0;
	}
	{
		int value = use(p);

		if (p) {
			module_put(p);
		}
		return value;
	}
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
