// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	guard(mutex)(&d->lock);
	if (g(1)) {
		struct dev *d = &a;

		return d->value;
	}
	return 0;
}
