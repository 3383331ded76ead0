// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	unsigned long flags = x;

	guard(spinlock_irqsave)(&d->slock);
	flags += g(1);
	return flags;
}
