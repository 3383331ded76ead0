/* SPDX-License-Identifier: GPL-2.0-only */
/* Files whose lines end otherwise than upstream's: CRLF here, LF there, or the other way round. */
#ifndef ENGINE_LINEENDS_H
#define ENGINE_LINEENDS_H

#include <glib.h>

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

#endif /* ENGINE_LINEENDS_H */
