// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	do {
		guard(spinlock)(&d->slock);
		if (g(1))
			continue;
		if (g(2))
			break;
		x--;
	} while (x > 0);
	return x;
}
