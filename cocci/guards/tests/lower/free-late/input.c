// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	int i;

	for (i = 0; i < 2; i++) {
		char *p __free(kfree) = alloc("p");

		if (!p)
			continue;
		guard(mutex)(&d->lock);
		void *q __free(put) = alloc("q");
		if (!q)
			break;
		if (g(1))
			return i;
	}
	return 0;
}
