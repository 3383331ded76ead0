// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

#define for_each_dev(at, from) for (at = from; at; at = at->next)
static int f(struct dev *d, int x)
{
	struct dev *at;

	for_each_dev(at, d) {
		guard(mutex)(&at->lock);
		if (g(1))
			continue;
		if (g(2))
			break;
	}
	guard(mutex)(&big);
	for_each_dev(at, d)
		if (g(3))
			break;
	return at ? at->value : 0;
}
