// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	struct dev *at;

	guard(mutex)(&big);
	for (at = d; at; at = at->next) {
		if (g(1))
			continue;
		scoped_guard(mutex, &at->lock) {
			int k;

			for (k = 0; k < 2; k++) {
				if (g(2))
					break;
			}
			if (k == 2)
				return at->value;
		}
	}
	return 0;
}
