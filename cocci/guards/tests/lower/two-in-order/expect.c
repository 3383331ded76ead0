// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	mutex_lock(&big);
	if (g(1))
		{ mutex_unlock(&big); return 1; }
	spin_lock(&d->slock);
	if (g(2))
		{ spin_unlock(&d->slock); mutex_unlock(&big); return 2; }
	{ write_lock(&d->rwlock); {
		if (g(3))
			{ write_unlock(&d->rwlock); spin_unlock(&d->slock); mutex_unlock(&big); return 3; }
		if (g(4))
			{ write_unlock(&d->rwlock); goto out; }
		g(5);
	} write_unlock(&d->rwlock); }
	g(6);
out:
	{ spin_unlock(&d->slock); mutex_unlock(&big); return 4; }
}
