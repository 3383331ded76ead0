// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	char *p __free(kfree) = alloc("p");
	void *q __free(put) = NULL;

	if (!p)
		return -ENOMEM;
	q = alloc_err("q");
	if (IS_ERR(q))
		return PTR_ERR(q);
	if (g(1))
		return p[0];
	give(no_free_ptr(p));
	return 0;
}
