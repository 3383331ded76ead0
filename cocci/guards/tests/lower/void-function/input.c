// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static void h(struct dev *d)
{
	scoped_guard(mutex, &d->lock) {
		if (g(1))
			return;
	}
	guard(spinlock)(&d->slock);
	if (g(2))
		return note("tail", "x");
	g(3);
}

static int f(struct dev *d, int x)
{
	h(d);
	return 0;
}
