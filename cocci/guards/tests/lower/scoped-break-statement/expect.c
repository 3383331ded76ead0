// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	while (x-- > 0) {
		{ mutex_lock(&d->lock);
			if (g(1))
				{ goto unlock; }
			else
				x--; unlock: mutex_unlock(&d->lock); }
		g(2);
		{ mutex_lock(&big);
			{ goto unlock2; } unlock2: mutex_unlock(&big); }
	}
	return x;
}
