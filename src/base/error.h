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

#endif /* BASE_ERROR_H */
