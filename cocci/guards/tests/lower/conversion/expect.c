// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static bool h(struct dev *d)
{
	mutex_lock(&d->lock);
	{ bool value2 = d->value + g(1) * 256; mutex_unlock(&d->lock); return value2; }
}

static unsigned char h2(struct dev *d)
{
	mutex_lock(&d->lock);
	{ unsigned char value2 = d->value + 256 * g(1); mutex_unlock(&d->lock); return value2; }
}

static int f(struct dev *d, int x)
{
	return h(d) * 1000 + h2(d);
}
