// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	int rc;

	ACQUIRE(mutex_intr, lock)(&d->lock);
	if ((rc = ACQUIRE_ERR(mutex_intr, &lock)))
		return rc;
	if (g(1)) {
		ACQUIRE(mutex_try, other)(pick(d)->other);
		rc = ACQUIRE_ERR(mutex_try, &other);
		if (rc == -EBUSY)
			return g(2);
		x = rc;
	}
	return x;
}
