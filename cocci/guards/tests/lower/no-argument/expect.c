// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	do { rcu_read_lock(); } while (0);
	{ do { rcu_read_lock(); } while (0); {
		if (g(1))
			{ rcu_read_unlock(); rcu_read_unlock(); return 1; }
	} rcu_read_unlock(); }
	rcu_read_unlock(); return 2;
}
