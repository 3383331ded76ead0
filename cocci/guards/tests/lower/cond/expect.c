// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	{ if (mutex_lock_interruptible(&d->lock)) { return -EINTR; } else { {
		if (g(1))
			{ mutex_unlock(&d->lock); return 1; }
		x = g(2);
	} mutex_unlock(&d->lock); } }
	{ if (!mutex_trylock(&big)) { x = 9; } else {
		g(3); mutex_unlock(&big); } }
	return x;
}
