// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	char *p __free(kfree) = alloc("p");

	if (!p || g(1))
		return -1;
	give(p);
	if (g(2))
		retain_and_null_ptr(p);
	else
		p = NULL;
	return 0;
}
