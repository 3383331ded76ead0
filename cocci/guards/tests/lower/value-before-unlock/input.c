// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int peek(void)
{
	printf(" held%d", held);
	return held;
}

#define HELD (held)
#define PEEK(x) ((x) + peek())

static int f(struct dev *d, int x)
{
	if (g(1)) {
		guard(mutex)(&d->lock);
		return PEEK(x);
	}
	if (g(2)) {
		guard(mutex)(&d->lock);
		return HELD;
	}
	if (g(0)) {
		guard(mutex)(&d->lock);
		return peek();
	}
	scoped_guard(spinlock, &d->slock)
		return held + x;
	return 0;
}
