// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	switch (g(0)) {
	case 0:
		{ mutex_lock(&d->lock); {
			switch (g(1)) {
			case 0:
				{ mutex_unlock(&d->lock); goto out; }
			default:
				break;
			}
		} mutex_unlock(&d->lock); }
		break;
	case 1:
		if (g(2)) {
			spin_lock(&d->slock);
			spin_unlock(&d->slock); break;
		}
		return 8;
	}
	x = 1;
out:
	return x;
}
