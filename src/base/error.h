/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Errors: a GError says that something could not be found out (unreadable
 * input, a missing tool, a full disk).  A result, however bad, is a value and
 * never a GError.
 *
 * Messages are lower case without a full stop: the problem first, the subject
 * in 'quotes', then what to do about it.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <glib.h>
#include <stdbool.h>

#define BS_ERROR (bs_error_quark())

/**
 * enum bs_error - what kind of failure a GError of BS_ERROR reports
 * @BS_ERROR_INPUT: bytes from outside could not be understood
 * @BS_ERROR_MISSING: a file, tree, series or tool that was named is not there
 * @BS_ERROR_LIMIT: a stated limit was reached (size, time, memory)
 * @BS_ERROR_IO: reading or writing failed
 * @BS_ERROR_UNSAFE: a path or rule from outside was refused
 * @BS_ERROR_INTERRUPTED: the user asked to stop
 */
enum bs_error {
	BS_ERROR_INPUT,
	BS_ERROR_MISSING,
	BS_ERROR_LIMIT,
	BS_ERROR_IO,
	BS_ERROR_UNSAFE,
	BS_ERROR_INTERRUPTED,
};

GQuark bs_error_quark(void);

/* several errors in one: a line of the message for each; the code is the first one's of BS_ERROR */
#define BS_ERRORS (bs_errors_quark())

GQuark bs_errors_quark(void);

/**
 * errors_join() - all that is wrong in one error, so that nobody mends one thing and finds the next
 * @errors: GError *, at least one
 * @error: BS_ERRORS, where a line end in a message is a blank; a copy where all say the same
 * Return: false
 */
bool errors_join(const GPtrArray *errors, GError **error);

/** error_add() - put "; TEXT" behind the message: what to do about it */
void error_add(GError *error, const char *text);

#endif /* BASE_ERROR_H */
