/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A patch applied at its stated lines, without the engine whose work is to be proved.
 */
#ifndef CHECK_APPLIED_H
#define CHECK_APPLIED_H

#include <glib.h>

#include "format/diff.h"

/**
 * applied() - a file after a patch; no offset and no fuzz
 * @diff: with hunks
 * @before: the file; NULL for none
 * @out_hunk: gets the number, from 1, of the first hunk that does not apply
 * Return: NULL when one does not
 */
GBytes *applied(const struct file_diff *diff, GBytes *before, guint *out_hunk);

#endif /* CHECK_APPLIED_H */
