// SPDX-License-Identifier: GPL-2.0-only
void f(void)
{
	c = class_create(THIS_MODULE, "x");
	d = class_create(THIS_MODULE, "y");
}
