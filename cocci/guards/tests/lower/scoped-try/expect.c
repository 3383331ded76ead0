// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	{ if (mutex_trylock(&d->lock)) { {
		if (g(1))
			{ mutex_unlock(&d->lock); return 1; }
		x = 4;
	} mutex_unlock(&d->lock); } }
	if (g(2))
		{ struct mutex *guarded; guarded = pick(d)->other;if (mutex_lock_interruptible(guarded) == 0) {
			{ mutex_unlock(guarded); return 2; } } }
	else
		x = 6;
	return x;
}
