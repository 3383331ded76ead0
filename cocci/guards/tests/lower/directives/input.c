// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	guard(mutex)(&d->lock);
#ifdef SOMETHING
	if (g(1))
		return 1;
#else
	if (g(2))
		return g(3);
#endif
	g(4);
#if 1
	if (g(5))
		return 5;
#endif
	return 0;
}
