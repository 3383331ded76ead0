// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	mutex_lock(&d->lock);
	switch (g(1) + g(11)) {
	case 0: {
		spin_lock(&d->slock);
		if (g(2))
			{ spin_unlock(&d->slock); break; }
		x = 7;
		spin_unlock(&d->slock); break;
	}
	case 1:
		{ write_lock(&d->rwlock); {
			if (g(3))
				{ goto unlock; }
			{ int value = g(4); write_unlock(&d->rwlock); mutex_unlock(&d->lock); return value; }
		} unlock: write_unlock(&d->rwlock); }
		x = 8;
		break;
	default:
		{ mutex_unlock(&d->lock); return 3; }
	}
	mutex_unlock(&d->lock); return x;
}
