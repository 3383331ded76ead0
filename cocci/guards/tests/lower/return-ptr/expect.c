// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static void *make(struct dev *d)
{
	char *p = alloc("p");
	void *q = alloc("q");

	mutex_lock(&d->lock);
	if (!p)
		{ void *value = ERR_PTR(-ENOMEM); mutex_unlock(&d->lock); if (!IS_ERR_OR_NULL(q)) { put(q); } if (p) { kfree(p); } return value; }
	if (g(1))
		{ mutex_unlock(&d->lock); if (!IS_ERR_OR_NULL(q)) { put(q); } if (p) { kfree(p); } return NULL; }
	if (g(2))
		{ mutex_unlock(&d->lock); if (p) { kfree(p); } return q; }
	mutex_unlock(&d->lock); if (!IS_ERR_OR_NULL(q)) { put(q); } return p;
}

static void *remake(struct dev *d)
{
	char *p = alloc("p");

	if (g(1))
		{ void * value = p; p = NULL; kfree(p); return value; }
	{ void *value2 = p ? (void *)1 : ({ __typeof__(p) taken = p; p = NULL; taken; }); kfree(p); return value2; }
}

static int f(struct dev *d, int x)
{
	void *p = make(d);

	if (!IS_ERR_OR_NULL(p))
		give(p);
	p = remake(d);
	if (p && p != (void *)1)
		give(p);
	return p == (void *)1;
}
