// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	a = kzalloc(sizeof(*a), GFP_KERNEL);
	b = kzalloc(sizeof(struct b), GFP_ATOMIC);
	c = kcalloc(n + 1, sizeof(*c), GFP_KERNEL);
	d = kzalloc(struct_size(d, items, n), GFP_KERNEL);
	e = kzalloc_flex(struct e, items, n);
}
