// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	guard(odd)(&a->lock);
	return 1;
}
