// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	if (g(1))
		{ mutex_lock(&d->lock);
			if (g(2))
				{ mutex_unlock(&d->lock); return 1; }
			else
				x = 3; mutex_unlock(&d->lock); }
	else
		x = 4;
	if (g(3))
		return x;
	else
		{ spin_lock(&d->slock);
			{ spin_unlock(&d->slock); return 5; } }
	return 6;
}
