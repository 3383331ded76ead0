// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	guard(spinlock)(&d->slock);
	scoped_cond_guard(mutex_intr, return g(7), &d->lock)
		x++;
	scoped_cond_guard(mutex_try, goto out, &big) {
		if (g(2))
			goto out;
		return 1;
	}
out:
	return x;
}
