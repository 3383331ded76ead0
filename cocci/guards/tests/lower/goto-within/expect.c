// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	mutex_lock(&d->lock);
	if (g(1))
		goto inside;
	x = g(2);
inside:
	if (x)
		goto out;
	g(3);
out:
	{ mutex_unlock(&d->lock); return x; }
}
