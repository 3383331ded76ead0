// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
retry:
	g(0);
	guard(mutex)(&d->lock);
	if (g(1) && --x > 0)
		goto retry;
	return x;
}
