// SPDX-License-Identifier: GPL-2.0-only
int f(void)
{
	return get_random_int();
}
