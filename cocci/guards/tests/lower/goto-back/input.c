// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
again:
	{
		guard(mutex)(&d->lock);
		if (g(1) && x-- > 0)
			goto again;
		if (g(2))
			goto out;
	}
	g(3);
out:
	return x;
}
