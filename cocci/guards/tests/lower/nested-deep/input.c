// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	scoped_guard(mutex, &big)
		scoped_guard(mutex, &d->lock)
			scoped_guard(spinlock, &d->slock) {
				char *p __free(kfree) = alloc("p");

				if (!p)
					return -ENOMEM;
				if (g(1))
					break;
				if (g(2))
					goto out;
				x = 0;
			}
	g(3);
out:
	return x;
}
