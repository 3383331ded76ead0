/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Two versions of a file are the same at both ends most often; what is between
 * is what costs time.
 */
#ifndef BASE_COMMONENDS_H
#define BASE_COMMONENDS_H

#include <glib.h>

/** common_head() - how many bytes two texts have in common from the front on, @limit at most */
gsize common_head(const char *a, const char *b, gsize limit);

/** common_tail() - likewise, backwards from where they end: @a_end and @b_end are behind them */
gsize common_tail(const char *a_end, const char *b_end, gsize limit);

#endif /* BASE_COMMONENDS_H */
