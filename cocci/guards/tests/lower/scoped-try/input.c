// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	scoped_guard(mutex_try, &d->lock) {
		if (g(1))
			return 1;
		x = 4;
	}
	if (g(2))
		scoped_guard(mutex_intr, pick(d)->other)
			return 2;
	else
		x = 6;
	return x;
}
