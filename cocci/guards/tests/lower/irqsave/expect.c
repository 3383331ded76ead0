// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{ unsigned long flags;
	spin_lock_irqsave(&d->slock, flags);
	{ unsigned long flags2; spin_lock_irqsave(&a.slock, flags2); {
		if (g(1))
			{ spin_unlock_irqrestore(&a.slock, flags2); spin_unlock_irqrestore(&d->slock, flags); return x; }
		x = g(2);
	} spin_unlock_irqrestore(&a.slock, flags2); }
	if (x) { unsigned long flags3;
		spin_lock_irqsave(&a.slock, flags3);
		g(3); spin_unlock_irqrestore(&a.slock, flags3);
	}
	spin_unlock_irqrestore(&d->slock, flags); return x;
}
