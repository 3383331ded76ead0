// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static void h(struct dev *d)
{
	if (g(0)) {
		mutex_lock(&d->lock);
		g(1); mutex_unlock(&d->lock);
	} else {
		spin_lock(&d->slock);
		if (g(2))
			{ spin_unlock(&d->slock); return; } spin_unlock(&d->slock);
	}
	g(3);
}

static int f(struct dev *d, int x)
{
	h(d);
	return 0;
}
