// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	struct mutex *locks[] = { &d->lock, &big }, **at = locks;

	scoped_guard(mutex, *at++)
		if (g(1))
			return 1;
	guard(mutex)(*at);
	return g(2);
}
