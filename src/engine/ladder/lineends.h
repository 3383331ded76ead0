/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files whose lines end otherwise than upstream's: CRLF here, LF there, or the other way round; and
 * those whose last line does not end.
 */
#ifndef ENGINE_LADDER_LINEENDS_H
#define ENGINE_LADDER_LINEENDS_H

#include <glib.h>
#include <stdbool.h>

/** enum line_ends - how all lines of a file end; a file without newline counts as LF */
enum line_ends {
	ENDS_LF,
	ENDS_CRLF,
	ENDS_MIXED,
};

/** line_ends_of() - look at them */
enum line_ends line_ends_of(GBytes *bytes);

/** line_ends_set() - the same lines, ended as @ends says */
GBytes *line_ends_set(GBytes *bytes, enum line_ends ends);

/** line_ends_last() - does the last line end with a newline, if there is one? */
bool line_ends_last(GBytes *bytes);

/** line_ends_close() - the same lines, the last one ended as the others are */
GBytes *line_ends_close(GBytes *bytes);

/** line_ends_open() - the same lines, the last one without its end */
GBytes *line_ends_open(GBytes *bytes);

#endif /* ENGINE_LADDER_LINEENDS_H */
