// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{ int idx2;
	int idx = 3;

	idx2 = srcu_lock(d);
	if (g(idx))
		{ int value2 = d->value; srcu_unlock(d, idx2); return value2; }
	srcu_unlock(d, idx2); return 0;
}
