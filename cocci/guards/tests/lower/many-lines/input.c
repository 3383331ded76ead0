// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	scoped_guard(mutex,	/* why */
		     &d->lock) {
		if (g(1))
			return g(x +	/* one */
				 1) +
			       2; // end
	}
	scoped_cond_guard(mutex_intr,
			  return -EINTR,
			  &d->lock) { x = 1; }
	guard(mutex)(
		&d->lock
	); /* to the end */
	return x;
}
