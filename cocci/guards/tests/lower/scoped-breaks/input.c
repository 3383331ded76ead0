// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	int i;

	for (i = 0; i < 2; i++) {
		scoped_guard(mutex, &d->lock) {
			guard(spinlock)(&d->slock);
			if (g(1))
				break;
			if (g(2))
				continue;
			x++;
		}
		g(3);
	}
	return x;
}
