// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{ struct mutex *guarded;
	guarded = &d->lock; mutex_lock(guarded);
	if (g(1)) {
		struct dev *d = &a;

		{ int value2 = d->value; mutex_unlock(guarded); return value2; }
	}
	mutex_unlock(guarded); return 0;
}
