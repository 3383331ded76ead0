// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{ struct mutex *guarded2;
	{ struct mutex *guarded; guarded = d->other; mutex_lock(guarded); {
		d->other = &big;
		if (g(1))
			{ mutex_unlock(guarded); return 1; }
	} mutex_unlock(guarded); }
	guarded2 = &global->lock; mutex_lock(guarded2);
	global = d;
	{ int value = g(2); mutex_unlock(guarded2); return value; }
}
