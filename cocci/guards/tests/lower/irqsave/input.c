// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	guard(spinlock_irqsave)(&d->slock);
	scoped_guard(spinlock_irqsave, &a.slock) {
		if (g(1))
			return x;
		x = g(2);
	}
	if (x) {
		guard(spinlock_irqsave)(&a.slock);
		g(3);
	}
	return x;
}
