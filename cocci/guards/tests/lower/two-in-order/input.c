// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	guard(mutex)(&big);
	if (g(1))
		return 1;
	guard(spinlock)(&d->slock);
	if (g(2))
		return 2;
	scoped_guard(write_lock, &d->rwlock) {
		if (g(3))
			return 3;
		if (g(4))
			goto out;
		g(5);
	}
	g(6);
out:
	return 4;
}
