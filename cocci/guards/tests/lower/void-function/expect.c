// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static void h(struct dev *d)
{
	{ mutex_lock(&d->lock); {
		if (g(1))
			{ mutex_unlock(&d->lock); return; }
	} mutex_unlock(&d->lock); }
	spin_lock(&d->slock);
	if (g(2))
		{ note("tail", "x"); spin_unlock(&d->slock); return; }
	g(3); spin_unlock(&d->slock);
}

static int f(struct dev *d, int x)
{
	h(d);
	return 0;
}
