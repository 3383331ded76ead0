// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{ int lock;
	int rc;

	lock = mutex_lock_interruptible(&d->lock);
	if ((rc = lock))
		{ if (!lock) { mutex_unlock(&d->lock); } return rc; }
	if (g(1)) { struct mutex *guarded; int other;
		guarded = pick(d)->other; other = mutex_trylock(guarded) ? 0 : -EBUSY;
		rc = other;
		if (rc == -EBUSY)
			{ int value = g(2); if (!other) { mutex_unlock(guarded); } if (!lock) { mutex_unlock(&d->lock); } return value; }
		x = rc; if (!other) { mutex_unlock(guarded); }
	}
	if (!lock) { mutex_unlock(&d->lock); } return x;
}
