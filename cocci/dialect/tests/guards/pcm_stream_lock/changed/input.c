// SPDX-License-Identifier: GPL-2.0-only
int f(struct a *a)
{
	guard(pcm_stream_lock)(&a->lock);
	return 1;
}
int g(struct a *a)
{
	guard(pcm_stream_lock_irq)(&a->lock);
	return 1;
}
int other(struct a *a)
{
	guard(mutex)(&a->lock);
	return 1;
}
