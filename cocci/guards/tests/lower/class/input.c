// SPDX-License-Identifier: GPL-2.0-only
#include "stubs.h"

static int f(struct dev *d, int x)
{
	CLASS(fd, file)("one");

	if (file == 3)
		return -EINVAL;
	if (g(1)) {
		CLASS(fd, other)("two");
		if (other == 4)
			return file;
	}
	return g(2);
}
