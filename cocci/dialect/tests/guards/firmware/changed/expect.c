// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	struct firmware *p = get(a);

	if (!p) {
		release_firmware(p);
		return 0;
	}
	{
		int value = use(p);

		release_firmware(p);
		return value;
	}
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
