// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	if (g(1))
		scoped_guard(mutex, &d->lock)
			if (g(2))
				return 1;
			else
				x = 3;
	else
		x = 4;
	if (g(3))
		return x;
	else
		scoped_guard(spinlock, &d->slock)
			return 5;
	return 6;
}
