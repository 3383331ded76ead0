// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	guard(dev)(d);
	guard(dev_mutex)(&a);
	scoped_guard(dev_mutex, d)
		x = g(x);
	return x;
}
