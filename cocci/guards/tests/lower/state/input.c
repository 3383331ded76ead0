// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	int idx = 3;

	guard(srcu)(d);
	if (g(idx))
		return d->value;
	return 0;
}
