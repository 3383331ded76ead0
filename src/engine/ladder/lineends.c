// SPDX-License-Identifier: GPL-2.0-only
#include "engine/ladder/lineends.h"

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

bool line_ends_last(GBytes *bytes)
{
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);

	return !size || text[size - 1] == '\n';
}

GBytes *line_ends_close(GBytes *bytes)
{
	const char *end = line_ends_of(bytes) == ENDS_CRLF ? "\r\n" : "\n";
	gsize size;
	const guint8 *text = g_bytes_get_data(bytes, &size);
	GByteArray *out;

	if (line_ends_last(bytes))
		return g_bytes_ref(bytes);
	out = g_byte_array_sized_new(size + 2);
	g_byte_array_append(out, text, size);
	g_byte_array_append(out, (const guint8 *)end, strlen(end));
	return g_byte_array_free_to_bytes(out);
}

GBytes *line_ends_open(GBytes *bytes)
{
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);

	if (size && text[size - 1] == '\n')
		size -= 1 + (size > 1 && text[size - 2] == '\r');
	return g_bytes_new_from_bytes(bytes, 0, size);
}
