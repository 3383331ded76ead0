// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	char *p = alloc("p");
	void *q = NULL;

	if (!p)
		{ if (!IS_ERR_OR_NULL(q)) { put(q); } if (p) { kfree(p); } return -ENOMEM; }
	q = alloc_err("q");
	if (IS_ERR(q))
		{ int value = PTR_ERR(q); if (!IS_ERR_OR_NULL(q)) { put(q); } if (p) { kfree(p); } return value; }
	if (g(1))
		{ int value2 = p[0]; if (!IS_ERR_OR_NULL(q)) { put(q); } if (p) { kfree(p); } return value2; }
	give(({ __typeof__(p) taken = p; p = NULL; taken; }));
	if (!IS_ERR_OR_NULL(q)) { put(q); } if (p) { kfree(p); } return 0;
}
