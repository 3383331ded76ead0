// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{ struct mutex *guarded;
	guarded = &pick(d)->lock; mutex_lock(guarded);
	if (g(1))
		{ mutex_unlock(guarded); return 1; }
	{ struct mutex *guarded2; guarded2 = pick(d)->other; mutex_lock(guarded2);
		g(2); mutex_unlock(guarded2); }
	mutex_unlock(guarded); return 2;
}
