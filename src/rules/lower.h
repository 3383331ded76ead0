/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lowers cleanup.h code to what older trees and sparse understand: explicit
 * lock and unlock calls, and explicit clean-up, on every path out.
 */
#ifndef RULES_LOWER_H
#define RULES_LOWER_H

#include <glib.h>
#include <stdbool.h>

#include "format/csource.h"
#include "rules/guardclass.h"

/**
 * lower_function() - a file with the guards of one function made explicit
 * @classes: what the guards stand for, see guard_classes_file()
 * @source: content of the C file
 * @function: the function to lower, all of that name; the rest of the file stays as it is
 * @out_reason: set when the function has a guard of a shape that is not handled: which,
 *              at which line; newly allocated
 *
 * The result has the same lines, so that what a checker says of a line of it is true of the
 * source.
 *
 * Return: the lowered file (the same bytes when the function has no guard); NULL with
 * @out_reason set.
 */
GBytes *lower_function(const struct guard_classes *classes, GBytes *source, const char *function,
		       char **out_reason);

/**
 * lower_file() - all functions of a file
 * @classes: as above
 * @source: as above
 * @out_lowered: names of the functions that were changed are added (char *); or NULL
 * @out_refused: "function: line 12: why" is added for each that was left as it is; or NULL
 */
GBytes *lower_file(const struct guard_classes *classes, GBytes *source, GPtrArray *out_lowered,
		   GPtrArray *out_refused);

/**
 * struct lower_choice - some functions of a file
 * @wanted: is this one to be lowered? Sets @out_here where it is to fit a function that has the
 *          same locks explicitly: the text of that, without blanks, newly allocated. What it is
 *          lowered to names its locks as that does, or is refused
 * @data: for it
 */
struct lower_choice {
	bool (*wanted)(void *data, const struct csource *source, const struct cregion *region,
		       char **out_here);
	void *data;
};

/** lower_chosen() - lower_file() of some functions, or of all for NULL */
GBytes *lower_chosen(const struct guard_classes *classes, GBytes *source,
		     const struct lower_choice *choice, GPtrArray *out_lowered,
		     GPtrArray *out_refused);

/**
 * lower_guards() - lower_function() with the classes of the file and of guards/classes.h
 * @cocci: the cocci/ folder
 * @source: content of the C file
 * @function: as there
 * @out_reason: as there
 * @error: BS_ERROR_MISSING
 */
GBytes *lower_guards(const char *cocci, GBytes *source, const char *function,
		     char **out_reason, GError **error);

#endif /* RULES_LOWER_H */
