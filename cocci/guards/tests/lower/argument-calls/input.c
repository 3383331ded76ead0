// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	guard(mutex)(&pick(d)->lock);
	if (g(1))
		return 1;
	scoped_guard(mutex, pick(d)->other)
		g(2);
	return 2;
}
