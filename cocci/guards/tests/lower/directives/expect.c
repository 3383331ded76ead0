// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	mutex_lock(&d->lock);
#ifdef SOMETHING
	if (g(1))
		{ mutex_unlock(&d->lock); return 1; }
#else
	if (g(2))
		{ int value = g(3); mutex_unlock(&d->lock); return value; }
#endif
	g(4);
#if 1
	if (g(5))
		{ mutex_unlock(&d->lock); return 5; }
#endif
	{ mutex_unlock(&d->lock); return 0; }
}
