// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	int file = open_fd("one");

	if (file == 3)
		{ if (file >= 0) { close_fd(file); } return -EINVAL; }
	if (g(1)) {
		int other = open_fd("two");
		if (other == 4)
			{ if (other >= 0) { close_fd(other); } if (file >= 0) { close_fd(file); } return file; } if (other >= 0) { close_fd(other); }
	}
	{ int value = g(2); if (file >= 0) { close_fd(file); } return value; }
}
