// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	scoped_cond_guard(mutex_intr, return -EINTR, &d->lock) {
		if (g(1))
			return 1;
		x = g(2);
	}
	scoped_cond_guard(mutex_try, x = 9, &big)
		g(3);
	return x;
}
