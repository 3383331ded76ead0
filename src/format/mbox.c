// SPDX-License-Identifier: GPL-2.0-only
#include "format/mbox.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define CHUNK 65536

struct mbox {
	GInputStream *stream;
	GByteArray *pending; /* read, not yet taken apart */
	gsize used; /* of @pending, from its start */
	bool ended;
	bool unquote;
};

struct mbox *mbox_new(GInputStream *stream)
{
	struct mbox *mbox = g_new0(struct mbox, 1);

	mbox->stream = g_object_ref(stream);
	mbox->pending = g_byte_array_new();
	return mbox;
}

void mbox_free(struct mbox *mbox)
{
	if (!mbox)
		return;
	g_object_unref(mbox->stream);
	g_byte_array_unref(mbox->pending);
	g_free(mbox);
}

/* is_from_line() of git's builtin/mailsplit.c */
bool mbox_separator(const char *line, gsize size)
{
	const char *colon = line + size - 2;

	if (size < 20 || memcmp(line, "From ", 5))
		return false;
	do {
		if (colon < line + 9)
			return false;
	} while (*--colon != ':');
	if (colon + 3 >= line + size || !g_ascii_isdigit(colon[-4]) ||
	    !g_ascii_isdigit(colon[-2]) || !g_ascii_isdigit(colon[-1]) ||
	    !g_ascii_isdigit(colon[1]) || !g_ascii_isdigit(colon[2]))
		return false;
	for (colon += 3; colon < line + size && *colon == ' '; colon++)
		;
	return colon + 1 < line + size && g_ascii_isdigit(colon[0]) &&
	       g_ascii_isdigit(colon[1]) && colon + 2 < line + size && g_ascii_isdigit(colon[2]);
}

static bool is_format_patch(const char *line, gsize size)
{
	static const char date[] = " Mon Sep 17 00:00:00 2001";

	return g_strstr_len(line, size, date) != NULL;
}

static bool fill(struct mbox *mbox, GError **error)
{
	g_autoptr(GError) cause = NULL;
	guint8 chunk[CHUNK];
	gssize size;

	if (mbox->used) {
		g_byte_array_remove_range(mbox->pending, 0, mbox->used);
		mbox->used = 0;
	}
	if (mbox->pending->len > MBOX_MESSAGE_MAX) {
		g_set_error(error, BS_ERROR, BS_ERROR_LIMIT, "a line is longer than %lu MiB",
			    MBOX_MESSAGE_MAX >> 20);
		return false;
	}
	size = g_input_stream_read(mbox->stream, chunk, sizeof(chunk), NULL, &cause);
	if (size < 0) {
		g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot read: %s", cause->message);
		return false;
	}
	if (size)
		g_byte_array_append(mbox->pending, chunk, size);
	mbox->ended = !size;
	return true;
}

/* the next line with its newline, valid until the next call; size 0 at the end */
static bool next_line(struct mbox *mbox, const char **out, gsize *out_size, GError **error)
{
	gsize seen = 0;

	for (;;) {
		const char *at = mbox->pending->len ?
					 (const char *)mbox->pending->data + mbox->used : "";
		gsize left = mbox->pending->len - mbox->used;
		const char *newline = left > seen ? memchr(at + seen, '\n', left - seen) : NULL;

		if (newline || mbox->ended) {
			*out = at;
			*out_size = newline ? (gsize)(newline + 1 - at) : left;
			mbox->used += *out_size;
			return true;
		}
		seen = left;
		if (!fill(mbox, error))
			return false;
	}
}

static bool is_quoted_from(const char *line, gsize size)
{
	gsize i = 0;

	while (i < size && line[i] == '>')
		i++;
	return i && size - i >= 5 && !memcmp(line + i, "From ", 5);
}

bool mbox_next(struct mbox *mbox, GBytes **out, GError **error)
{
	g_autoptr(GByteArray) message = g_byte_array_new();
	const char *line;
	gsize size;

	for (;;) {
		if (!next_line(mbox, &line, &size, error))
			return false;
		if (!size)
			break;
		if (mbox_separator(line, size)) {
			if (message->len) {
				/* looked at again when its own message is read */
				mbox->used -= size;
				break;
			}
			mbox->unquote = !is_format_patch(line, size);
			continue;
		}
		if (mbox->unquote && is_quoted_from(line, size)) {
			line++;
			size--;
		}
		if (message->len + size > MBOX_MESSAGE_MAX) {
			g_set_error(error, BS_ERROR, BS_ERROR_LIMIT,
				    "a message is larger than %lu MiB", MBOX_MESSAGE_MAX >> 20);
			return false;
		}
		g_byte_array_append(message, (const guint8 *)line, size);
	}
	*out = message->len ? g_byte_array_free_to_bytes(g_steal_pointer(&message)) : NULL;
	return true;
}
