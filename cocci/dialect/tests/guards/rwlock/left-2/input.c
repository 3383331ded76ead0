// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	if (a)
		goto in;
	scoped_guard(read_lock, &a->lock) {
in:
		a->b = 1;
	}
	return 1;
}
