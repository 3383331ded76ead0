// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	spin_lock(&d->slock);
	{ if (mutex_lock_interruptible(&d->lock)) { { int value = g(7); spin_unlock(&d->slock); return value; } } else {
		x++; mutex_unlock(&d->lock); } }
	{ if (!mutex_trylock(&big)) { goto out; } else { {
		if (g(2))
			{ mutex_unlock(&big); goto out; }
		mutex_unlock(&big); spin_unlock(&d->slock); return 1;
	} } }
out:
	{ spin_unlock(&d->slock); return x; }
}
