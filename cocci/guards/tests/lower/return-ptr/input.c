// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static void *make(struct dev *d)
{
	char *p __free(kfree) = alloc("p");
	void *q __free(put) = alloc("q");

	guard(mutex)(&d->lock);
	if (!p)
		return ERR_PTR(-ENOMEM);
	if (g(1))
		return NULL;
	if (g(2))
		return no_free_ptr(q);
	return_ptr(p);
}

static void *remake(struct dev *d)
{
	char *p __free(kfree_always) = alloc("p");

	if (g(1))
		return_ptr(p);
	return p ? (void *)1 : no_free_ptr(p);
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
