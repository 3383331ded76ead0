// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	int i;

	for (i = 0; i < 2; i++) {
		{ mutex_lock(&d->lock); {
			spin_lock(&d->slock);
			if (g(1))
				{ spin_unlock(&d->slock); goto unlock; }
			if (g(2))
				{ spin_unlock(&d->slock); goto unlock; }
			x++; spin_unlock(&d->slock);
		} unlock: mutex_unlock(&d->lock); }
		g(3);
	}
	return x;
}
