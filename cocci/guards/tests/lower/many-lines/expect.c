// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	{ mutex_lock(&d->lock);
 {
		if (g(1))
			{ int value = g(x + 1) + 2; mutex_unlock(&d->lock); return value; }

 // end
	} mutex_unlock(&d->lock); }
	{ if (mutex_lock_interruptible(&d->lock)) { return -EINTR; } else {

 { x = 1; } mutex_unlock(&d->lock); } }
	mutex_lock(&d->lock);

 /* to the end */
	mutex_unlock(&d->lock); return x;
}
