/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Calls in scanned C: an identifier before "(" that is no keyword and no
 * definition.  Macros count as calls; that is what a patch moves.
 */
#ifndef CHECK_CALLS_H
#define CHECK_CALLS_H

#include <glib.h>
#include <stdbool.h>

#include "format/csource.h"

/** is_call() - is token @at of @source the name of a call? */
bool is_call(const struct csource *source, guint at);

/**
 * count_calls() - calls of @callee in all functions named @function
 *
 * Several have one name where #if arms define it twice.
 */
int count_calls(const struct csource *source, const char *function, const char *callee);

#endif /* CHECK_CALLS_H */
