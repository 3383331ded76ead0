// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
again:
	{
		mutex_lock(&d->lock);
		if (g(1) && x-- > 0)
			{ mutex_unlock(&d->lock); goto again; }
		if (g(2))
			{ mutex_unlock(&d->lock); goto out; } mutex_unlock(&d->lock);
	}
	g(3);
out:
	return x;
}
