// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

#define for_each_dev(at, from) for (at = from; at; at = at->next)
static int f(struct dev *d, int x)
{
	struct dev *at;

	for_each_dev(at, d) {
		mutex_lock(&at->lock);
		if (g(1))
			{ mutex_unlock(&at->lock); continue; }
		if (g(2))
			{ mutex_unlock(&at->lock); break; } mutex_unlock(&at->lock);
	}
	mutex_lock(&big);
	for_each_dev(at, d)
		if (g(3))
			break;
	{ int value2 = at ? at->value : 0; mutex_unlock(&big); return value2; }
}
