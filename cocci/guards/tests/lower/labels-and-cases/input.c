// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	switch (g(0)) {
	case 0:
		scoped_guard(mutex, &d->lock) {
			switch (g(1)) {
			case 0:
				goto out;
			default:
				break;
			}
		}
		break;
	case 1:
		if (g(2)) {
			guard(spinlock)(&d->slock);
			break;
		}
		return 8;
	}
	x = 1;
out:
	return x;
}
