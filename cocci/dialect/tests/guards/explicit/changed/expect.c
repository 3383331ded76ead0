// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	mutex_lock(&a->lock);
	if (!a->b) {
		mutex_unlock(&a->lock);
		return 0;
	}
	mutex_unlock(&a->lock);
	return 1;
}
