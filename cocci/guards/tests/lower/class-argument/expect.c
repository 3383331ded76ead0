// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	dev_lock(d);
	mutex_lock(&a.lock);
	{ mutex_lock(&d->lock);
		x = g(x); mutex_unlock(&d->lock); }
	mutex_unlock(&a.lock); dev_unlock(d); return x;
}
