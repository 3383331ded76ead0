// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{ struct mutex *guarded2;
	struct mutex *locks[] = { &d->lock, &big }, **at = locks;

	{ struct mutex *guarded; guarded = *at++; mutex_lock(guarded);
		if (g(1))
			{ mutex_unlock(guarded); return 1; } mutex_unlock(guarded); }
	guarded2 = *at; mutex_lock(guarded2);
	{ int value = g(2); mutex_unlock(guarded2); return value; }
}
