// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	a = kzalloc_obj(*a);
	b = kzalloc_obj(struct b, GFP_ATOMIC);
	c = kzalloc_objs(*c, n + 1);
	d = kzalloc_flex(*d, items, n);
	e = kzalloc_flex(struct e, items, n);
}
