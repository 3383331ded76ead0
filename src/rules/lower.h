/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lowers cleanup.h code to what older trees and sparse understand: a
 * scoped_guard() becomes explicit lock and unlock calls on every path out.
 */
#ifndef RULES_LOWER_H
#define RULES_LOWER_H

#include <glib.h>

/**
 * lower_guards() - a file with the guards of one function made explicit
 * @cocci: the cocci/ folder; the rules are in its guards/ pack
 * @source: content of the C file
 * @function: the function to lower; the rest of the file stays as it is
 * @out_reason: set when the function has a guard of a shape that is not handled: which,
 *              at which line; newly allocated
 * @error: as spatch_apply()
 *
 * Return: the lowered file (the same bytes when the function has no guard); NULL with
 * @out_reason set, or NULL with @error set.
 */
GBytes *lower_guards(const char *cocci, GBytes *source, const char *function,
		     char **out_reason, GError **error);

#endif /* RULES_LOWER_H */
