// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static bool h(struct dev *d)
{
	guard(mutex)(&d->lock);
	return d->value + g(1) * 256;
}

static unsigned char h2(struct dev *d)
{
	guard(mutex)(&d->lock);
	return d->value + 256 * g(1);
}

static int f(struct dev *d, int x)
{
	return h(d) * 1000 + h2(d);
}
