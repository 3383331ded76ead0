// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	guard(rcu)();
	scoped_guard(rcu) {
		if (g(1))
			return 1;
	}
	return 2;
}
