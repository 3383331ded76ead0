// SPDX-License-Identifier: GPL-2.0-only
static int r(struct platform_device *p)
{
	if (x)
		return 0;
	g(p);

	return 0;
}

static struct platform_driver d = {
	.remove = r,
};
