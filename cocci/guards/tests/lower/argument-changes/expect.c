// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	struct dev *at = d;

	while (at) { struct mutex *guarded;
		guarded = &at->lock; mutex_lock(guarded);
		at = at->next;
		if (g(1))
			{ mutex_unlock(guarded); return 5; } mutex_unlock(guarded);
	}
	return 0;
}
