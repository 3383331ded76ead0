// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	int i;

	for (i = 0; i < 2; i++) {
		if (g(0))
			{ if (!mutex_trylock(&d->lock)) { ; } else { {
				if (g(1))
					{ goto unlock; }
				x++;
			} unlock: mutex_unlock(&d->lock); } }
		else
			x += 2;
		g(2);
	}
	return x;
}
