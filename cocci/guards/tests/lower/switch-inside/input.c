// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	guard(mutex)(&d->lock);
	switch (g(1) + g(11)) {
	case 0: {
		guard(spinlock)(&d->slock);
		if (g(2))
			break;
		x = 7;
		break;
	}
	case 1:
		scoped_guard(write_lock, &d->rwlock) {
			if (g(3))
				break;
			return g(4);
		}
		x = 8;
		break;
	default:
		return 3;
	}
	return x;
}
