// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	int i;

	for (i = 0; i < 2; i++) {
		if (g(0))
			scoped_cond_guard(mutex_try, continue, &d->lock) {
				if (g(1))
					break;
				x++;
			}
		else
			x += 2;
		g(2);
	}
	return x;
}
