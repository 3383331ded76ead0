// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int keep(void *p, int x)
{
	give(p);
	return x;
}

static int f(struct dev *d, int x)
{
	void *p = alloc("p");

	{ spin_lock(&d->slock);
		if (p)
			{ int value = keep(({ __typeof__(p) taken = p; p = NULL; taken; }), g(1)); spin_unlock(&d->slock); if (!IS_ERR_OR_NULL(p)) { put(p); } return value; } spin_unlock(&d->slock); }
	if (!IS_ERR_OR_NULL(p)) { put(p); } return 0;
}
