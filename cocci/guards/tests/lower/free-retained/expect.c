// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	char *p = alloc("p");

	if (!p || g(1))
		{ if (p) { kfree(p); } return -1; }
	give(p);
	if (g(2))
		p = NULL;
	else
		p = NULL;
	if (p) { kfree(p); } return 0;
}
