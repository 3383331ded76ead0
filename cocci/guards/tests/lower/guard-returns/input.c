// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	guard(mutex)(&d->lock);
	if (g(1))
		return g(2);
	else if (g(3))
		return d->value++;
	if (g(4)) {
		x++;
		return x;
	}
	return x ? x * 2 : -EINVAL;
}
