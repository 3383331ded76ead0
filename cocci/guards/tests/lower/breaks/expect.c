// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	int i;

	for (i = 0; i < 3; i++) {
		mutex_lock(&d->lock);
		if (g(i))
			{ mutex_unlock(&d->lock); break; }
		if (g(10 + i))
			{ mutex_unlock(&d->lock); continue; }
		if (g(20))
			{ mutex_unlock(&d->lock); return i; }
		x += i; mutex_unlock(&d->lock);
	}
	return x;
}
