// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	do {
		spin_lock(&d->slock);
		if (g(1))
			{ spin_unlock(&d->slock); continue; }
		if (g(2))
			{ spin_unlock(&d->slock); break; }
		x--; spin_unlock(&d->slock);
	} while (x > 0);
	return x;
}
