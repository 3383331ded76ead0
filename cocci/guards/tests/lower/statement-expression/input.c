// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	guard(mutex)(&d->lock);
	x += ({ int i; for (i = 0; i < 3; i++) if (g(i)) break; i; });
	x += ({ if (g(9)) return -1; 5; });
	return x;
}
