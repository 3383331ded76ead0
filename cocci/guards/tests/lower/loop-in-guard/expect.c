// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	struct dev *at;

	mutex_lock(&big);
	for (at = d; at; at = at->next) {
		if (g(1))
			continue;
		{ mutex_lock(&at->lock); {
			int k;

			for (k = 0; k < 2; k++) {
				if (g(2))
					break;
			}
			if (k == 2)
				{ int value2 = at->value; mutex_unlock(&at->lock); mutex_unlock(&big); return value2; }
		} mutex_unlock(&at->lock); }
	}
	mutex_unlock(&big); return 0;
}
