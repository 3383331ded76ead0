// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	{ mutex_lock(&d->lock); {
		x = g(x);
		if (x)
			{ mutex_unlock(&d->lock); return -EINVAL; }
		g(1);
	} mutex_unlock(&d->lock); }
	return g(2);
}
