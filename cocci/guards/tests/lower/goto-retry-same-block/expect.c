// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
retry:
	g(0);
	mutex_lock(&d->lock);
	if (g(1) && --x > 0)
		{ mutex_unlock(&d->lock); goto retry; }
	mutex_unlock(&d->lock); return x;
}
