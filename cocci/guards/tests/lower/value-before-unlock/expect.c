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
		mutex_lock(&d->lock);
		{ int value = PEEK(x); mutex_unlock(&d->lock); return value; }
	}
	if (g(2)) {
		mutex_lock(&d->lock);
		{ int value2 = HELD; mutex_unlock(&d->lock); return value2; }
	}
	if (g(0)) {
		mutex_lock(&d->lock);
		{ int value3 = peek(); mutex_unlock(&d->lock); return value3; }
	}
	{ spin_lock(&d->slock);
		{ int value4 = held + x; spin_unlock(&d->slock); return value4; } }
	return 0;
}
