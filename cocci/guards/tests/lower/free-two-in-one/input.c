// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	char *p __free(kfree) = alloc("p"), *q __free(kfree_always) = alloc("q");

	if (!p || !q)
		return -ENOMEM;
	return g(1);
}
