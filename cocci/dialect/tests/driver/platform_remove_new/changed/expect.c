// SPDX-License-Identifier: GPL-2.0-only
static struct platform_driver d = {
	.probe = p,
	.remove_new = r,
};
static struct pci_driver q = {
	.remove = r2,
};
