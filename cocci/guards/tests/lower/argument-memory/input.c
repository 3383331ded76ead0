// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	scoped_guard(mutex, d->other) {
		d->other = &big;
		if (g(1))
			return 1;
	}
	guard(mutex)(&global->lock);
	global = d;
	return g(2);
}
