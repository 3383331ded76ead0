// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	mutex_lock(&d->lock);
	if (g(1))
		{ int value2 = g(2); mutex_unlock(&d->lock); return value2; }
	else if (g(3))
		{ int value3 = d->value++; mutex_unlock(&d->lock); return value3; }
	if (g(4)) {
		x++;
		mutex_unlock(&d->lock); return x;
	}
	mutex_unlock(&d->lock); return x ? x * 2 : -EINVAL;
}
