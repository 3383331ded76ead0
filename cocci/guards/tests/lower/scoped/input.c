// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	scoped_guard(mutex, &d->lock) {
		x = g(x);
		if (x)
			return -EINVAL;
		g(1);
	}
	return g(2);
}
