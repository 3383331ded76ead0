// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	int i;

	for (i = 0; i < 3; i++) {
		guard(mutex)(&d->lock);
		if (g(i))
			break;
		if (g(10 + i))
			continue;
		if (g(20))
			return i;
		x += i;
	}
	return x;
}
