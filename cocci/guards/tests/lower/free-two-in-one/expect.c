// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	char *p = alloc("p"), *q = alloc("q");

	if (!p || !q)
		{ kfree(q); if (p) { kfree(p); } return -ENOMEM; }
	{ int value = g(1); kfree(q); if (p) { kfree(p); } return value; }
}
