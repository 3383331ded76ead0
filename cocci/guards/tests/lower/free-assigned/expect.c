// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	char *p = alloc("p");
	char *kept;

	if (g(1)) {
		kept = p; p = NULL;
		give(kept);
	}
	if (g(2))
		kept = ({ __typeof__(p) taken = p; p = NULL; taken; });
	else
		kept = NULL;
	give(kept);
	if (p) { kfree(p); } return 0;
}
