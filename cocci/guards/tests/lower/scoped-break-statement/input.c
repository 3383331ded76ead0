// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	while (x-- > 0) {
		scoped_guard(mutex, &d->lock)
			if (g(1))
				break;
			else
				x--;
		g(2);
		scoped_guard(mutex, &big)
			break;
	}
	return x;
}
