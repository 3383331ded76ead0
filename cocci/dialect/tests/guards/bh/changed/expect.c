// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	spin_lock_bh(&a->lock);
	spin_unlock_bh(&a->lock);
	return 1;
}
int g(struct a *a)
{
	raw_spin_lock_bh(&a->lock);
	raw_spin_unlock_bh(&a->lock);
	return 1;
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
