// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static void h(struct dev *d)
{
	if (g(0)) {
		guard(mutex)(&d->lock);
		g(1);
	} else {
		guard(spinlock)(&d->slock);
		if (g(2))
			return;
	}
	g(3);
}

static int f(struct dev *d, int x)
{
	h(d);
	return 0;
}
