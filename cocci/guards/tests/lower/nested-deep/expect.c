// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	{ mutex_lock(&big);
		{ mutex_lock(&d->lock);
			{ spin_lock(&d->slock); {
				char *p = alloc("p");

				if (!p)
					{ if (p) { kfree(p); } spin_unlock(&d->slock); mutex_unlock(&d->lock); mutex_unlock(&big); return -ENOMEM; }
				if (g(1))
					{ if (p) { kfree(p); } goto unlock; }
				if (g(2))
					{ if (p) { kfree(p); } spin_unlock(&d->slock); mutex_unlock(&d->lock); mutex_unlock(&big); goto out; }
				x = 0; if (p) { kfree(p); }
			} unlock: spin_unlock(&d->slock); } mutex_unlock(&d->lock); } mutex_unlock(&big); }
	g(3);
out:
	return x;
}
