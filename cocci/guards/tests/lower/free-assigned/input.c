// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	char *p __free(kfree) = alloc("p");
	char *kept;

	if (g(1)) {
		kept = no_free_ptr(p);
		give(kept);
	}
	if (g(2))
		kept = no_free_ptr(p);
	else
		kept = NULL;
	give(kept);
	return 0;
}
