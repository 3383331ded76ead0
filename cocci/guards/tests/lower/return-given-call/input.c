// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int keep(void *p, int x)
{
	give(p);
	return x;
}

static int f(struct dev *d, int x)
{
	void *p __free(put) = alloc("p");

	scoped_guard(spinlock, &d->slock)
		if (p)
			return keep(no_free_ptr(p), g(1));
	return 0;
}
