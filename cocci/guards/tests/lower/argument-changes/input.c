// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	struct dev *at = d;

	while (at) {
		guard(mutex)(&at->lock);
		at = at->next;
		if (g(1))
			return 5;
	}
	return 0;
}
