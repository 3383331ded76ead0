// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{ unsigned long flags2;
	unsigned long flags = x;

	spin_lock_irqsave(&d->slock, flags2);
	flags += g(1);
	spin_unlock_irqrestore(&d->slock, flags2); return flags;
}
