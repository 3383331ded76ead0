// SPDX-License-Identifier: GPL-2.0-only
#include "engine/lineends.h"

#include <string.h>

enum line_ends line_ends_of(GBytes *bytes)
{
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size), *end = text + size, *at = text;
	size_t all = 0, crlf = 0;

	while (at < end && (at = memchr(at, '\n', end - at))) {
		all++;
		crlf += at > text && at[-1] == '\r';
		at++;
	}
	return !crlf ? ENDS_LF : crlf == all ? ENDS_CRLF : ENDS_MIXED;
}

GBytes *line_ends_set(GBytes *bytes, enum line_ends ends)
{
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);
	GByteArray *out = g_byte_array_sized_new(size);

	for (gsize i = 0; i < size; i++) {
		if (text[i] == '\n' && ends == ENDS_CRLF)
			g_byte_array_append(out, (const guint8 *)"\r", 1);
		if (text[i] != '\r' || i + 1 == size || text[i + 1] != '\n')
			g_byte_array_append(out, (const guint8 *)text + i, 1);
	}
	return g_byte_array_free_to_bytes(out);
}
