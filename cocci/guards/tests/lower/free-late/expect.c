// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	int i;

	for (i = 0; i < 2; i++) {
		char *p = alloc("p");

		if (!p)
			{ if (p) { kfree(p); } continue; }
		mutex_lock(&d->lock);
		void *q = alloc("q");
		if (!q)
			{ if (!IS_ERR_OR_NULL(q)) { put(q); } mutex_unlock(&d->lock); if (p) { kfree(p); } break; }
		if (g(1))
			{ if (!IS_ERR_OR_NULL(q)) { put(q); } mutex_unlock(&d->lock); if (p) { kfree(p); } return i; } if (!IS_ERR_OR_NULL(q)) { put(q); } mutex_unlock(&d->lock); if (p) { kfree(p); }
	}
	return 0;
}
