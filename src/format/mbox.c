// SPDX-License-Identifier: GPL-2.0-only
#include "format/mbox.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "format/gitchar.h"
#include "format/message.h"

#define CHUNK (64UL << 10)

/* digits of a commit id */
#define ID_SIZE 40

/* whether the Content-Length of a message can be believed */
enum length {
	LENGTH_NONE,
	LENGTH_UNKNOWN, /* there is one, nobody has asked yet */
	LENGTH_HOLDS,
};

struct mbox {
	GInputStream *stream;
	char *buffer;
	gsize room; /* of @buffer */
	gsize used; /* bytes before the next line */
	gsize filled; /* bytes read */
	bool ended; /* the stream has */
	bool inside; /* a message */
	bool pending; /* the separator of the next message has been passed */
	bool unquote;
	bool in_headers;
	bool bare; /* no separator in front: one message, as git mailsplit -b has it */
	bool cut;
	bool skip; /* the rest of the line that was cut */
	enum length length;
	gsize body; /* bytes of it that are still to come by its Content-Length */
	char commit[ID_SIZE + 1]; /* in the separator of the message */
	char next[ID_SIZE + 1]; /* in the separator of the next one */
};

struct mbox *mbox_new(GInputStream *stream)
{
	struct mbox *mbox = g_new0(struct mbox, 1);

	mbox->stream = g_object_ref(stream);
	mbox->room = 2 * CHUNK;
	mbox->buffer = g_malloc(mbox->room);
	return mbox;
}

void mbox_free(struct mbox *mbox)
{
	if (!mbox)
		return;
	g_object_unref(mbox->stream);
	g_free(mbox->buffer);
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

/* the id in a separator of git format-patch; "" when it names none */
static void note_commit(char out[ID_SIZE + 1], const char *line, gsize size)
{
	const char *id = line + strlen("From ");

	*out = '\0';
	if (size < strlen("From ") + ID_SIZE || !is_format_patch(line, size) ||
	    strspn(id, "0123456789abcdef") != ID_SIZE || strspn(id, "0") == ID_SIZE)
		return;
	memcpy(out, id, ID_SIZE);
	out[ID_SIZE] = '\0';
}

const char *mbox_commit(const struct mbox *mbox)
{
	return *mbox->commit ? mbox->commit : NULL;
}

static void make_room(struct mbox *mbox)
{
	gsize left = mbox->filled - mbox->used;

	memmove(mbox->buffer, mbox->buffer + mbox->used, left);
	mbox->used = 0;
	mbox->filled = left;
	if (left + CHUNK > mbox->room)
		mbox->room = 2 * mbox->room;
	else if (mbox->room > 4 * CHUNK && left + CHUNK < mbox->room / 8)
		mbox->room /= 2;
	else
		return;
	mbox->buffer = g_realloc(mbox->buffer, mbox->room);
}

static bool fill(struct mbox *mbox, GError **error)
{
	g_autoptr(GError) cause = NULL;
	gssize size;

	if (mbox->room - mbox->filled < CHUNK)
		make_room(mbox);
	size = g_input_stream_read(mbox->stream, mbox->buffer + mbox->filled, CHUNK, NULL, &cause);
	if (size < 0) {
		g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot read: %s", cause->message);
		return false;
	}
	mbox->filled += size;
	mbox->ended = !size;
	return true;
}

/* read on until @size bytes are there, or the stream ends */
static bool look_ahead(struct mbox *mbox, gsize size, GError **error)
{
	while (!mbox->ended && mbox->filled - mbox->used < size) {
		if (!fill(mbox, error))
			return false;
	}
	return true;
}

/* drop the rest of a line of which the start was given out */
static bool skip_line(struct mbox *mbox, GError **error)
{
	for (;;) {
		const char *at = mbox->buffer + mbox->used;
		const char *newline = memchr(at, '\n', mbox->filled - mbox->used);

		mbox->used = newline ? (gsize)(newline + 1 - mbox->buffer) : mbox->filled;
		if (newline || mbox->ended)
			return true;
		if (!fill(mbox, error))
			return false;
	}
}

/* the next line with its newline, valid until the next call; size 0 at the end */
static bool next_line(struct mbox *mbox, char **out, gsize *out_size, GError **error)
{
	gsize seen = 0;

	for (;;) {
		char *at = mbox->buffer + mbox->used;
		gsize left = mbox->filled - mbox->used;
		const char *newline = left > seen ? memchr(at + seen, '\n', left - seen) : NULL;

		if (newline || mbox->ended || left > MBOX_LINE_MAX) {
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

	if (*line != '>')
		return false;
	while (i < size && line[i] == '>')
		i++;
	return size - i >= 5 && !memcmp(line + i, "From ", 5);
}

/*
 * Does the body end where its Content-Length says: at the end, or before a separator with at
 * most one empty line in front?  @size: of the line just read, still counted in mbox->body
 */
static bool ask_length(struct mbox *mbox, gsize size, GError **error)
{
	const char *at;
	gsize left;
	bool fine;

	if (mbox->length != LENGTH_UNKNOWN)
		return true;
	mbox->length = LENGTH_NONE;
	if (mbox->body < size)
		return true;
	mbox->used -= size;
	fine = look_ahead(mbox, mbox->body + 8, error);
	at = mbox->buffer + mbox->used + mbox->body;
	left = mbox->filled - mbox->used;
	mbox->used += size;
	if (!fine || left < mbox->body)
		return fine;
	left -= mbox->body;
	if (left && *at == '\n') {
		at++;
		left--;
	}
	if (!left || (left >= 5 && !memcmp(at, "From ", 5)))
		mbox->length = LENGTH_HOLDS;
	return true;
}

static void take_header(struct mbox *mbox, const char *line, gsize size)
{
	static const char name[] = "Content-Length:";
	g_autofree char *number = NULL;

	if (*line == '\n' || (*line == '\r' && size == 2)) {
		mbox->in_headers = false;
		return;
	}
	if (size <= strlen(name) || size > 64 || g_ascii_strncasecmp(line, name, strlen(name)))
		return;
	number = g_strndup(line + strlen(name), size - strlen(name));
	mbox->body = g_ascii_strtoull(number, NULL, 10);
	if (mbox->body && mbox->body <= MBOX_LENGTH_MAX)
		mbox->length = LENGTH_UNKNOWN;
}

/* a line may start the next message, or be quoted so that it does not */
static bool check_line(struct mbox *mbox, char **line, gsize *size, bool header, GError **error)
{
	bool separator = **line == 'F' && mbox_separator(*line, *size);
	bool quoted = !header && mbox->unquote && is_quoted_from(*line, *size);
	gsize length = *size;

	if ((separator && !header) || quoted) {
		if (!ask_length(mbox, length, error))
			return false;
		/* looking ahead can move the buffer */
		*line = mbox->buffer + mbox->used - length;
		if (mbox->length == LENGTH_HOLDS && mbox->body >= length)
			separator = quoted = false;
	}
	mbox->body -= header ? 0 : MIN(mbox->body, length);
	if (quoted) {
		(*line)++;
		(*size)--;
	}
	if (separator) {
		mbox->pending = true;
		mbox->inside = false;
		mbox->unquote = !is_format_patch(*line, *size);
		note_commit(mbox->next, *line, *size);
	}
	return true;
}

bool mbox_line(struct mbox *mbox, char **out, gsize *out_size, GError **error)
{
	char *line;
	gsize size;
	bool header;

	*out = NULL;
	*out_size = 0;
	if (!mbox->inside)
		return true;
	if (mbox->skip && !skip_line(mbox, error))
		return false;
	mbox->skip = false;
	if (!next_line(mbox, &line, &size, error))
		return false;
	if (!size) {
		mbox->inside = false;
		return true;
	}
	mbox->skip = size > MBOX_LINE_MAX && line[size - 1] != '\n';
	mbox->cut |= mbox->skip;
	header = mbox->in_headers;
	if (header)
		take_header(mbox, line, size);
	if (!mbox->bare && !check_line(mbox, &line, &size, header, error))
		return false;
	if (!mbox->inside)
		return true;
	*out = line;
	*out_size = size;
	return true;
}

static bool start(struct mbox *mbox, GError **error)
{
	char *line;
	gsize size;

	mbox->inside = true;
	mbox->in_headers = true;
	mbox->length = LENGTH_NONE;
	mbox->body = 0;
	mbox->cut = false;
	*mbox->commit = '\0';
	if (mbox->pending) {
		mbox->pending = false;
		memcpy(mbox->commit, mbox->next, sizeof(mbox->commit));
		return true;
	}
	/* the first message, whose separator may be missing */
	do {
		if (!next_line(mbox, &line, &size, error))
			return false;
		mbox->inside = size != 0;
		for (; size && git_isspace(*line); size--)
			line++;
	} while (mbox->inside && !size);
	mbox->bare = !mbox_separator(line, size);
	mbox->unquote = !mbox->bare && !is_format_patch(line, size);
	if (!mbox->bare)
		note_commit(mbox->commit, line, size);
	if (mbox->bare)
		mbox->used -= size;
	return true;
}

bool mbox_begin(struct mbox *mbox, bool *out, GError **error)
{
	char *line;
	gsize size;

	while (mbox->inside) {
		if (!mbox_line(mbox, &line, &size, error))
			return false;
	}
	if (!start(mbox, error))
		return false;
	*out = mbox->inside;
	return true;
}

bool mbox_plain(struct mbox *mbox, bool *out, GError **error)
{
	const char *at;
	gsize size;

	*out = false;
	if (!mbox->inside || !mbox->bare)
		return true;
	if (!look_ahead(mbox, CHUNK, error))
		return false;
	at = mbox->buffer + mbox->used;
	size = mbox->filled - mbox->used;
	*out = !looks_like_mail(at, size);
	return true;
}

bool mbox_cut(const struct mbox *mbox)
{
	return mbox->cut;
}

bool mbox_next(struct mbox *mbox, GBytes **out, GError **error)
{
	g_autoptr(GByteArray) message = g_byte_array_new();
	bool more = true;

	while (more && !message->len) {
		char *line;
		gsize size;

		if (!mbox_begin(mbox, &more, error))
			return false;
		do {
			if (!mbox_line(mbox, &line, &size, error))
				return false;
			if (mbox->cut || message->len + size > MBOX_MESSAGE_MAX) {
				g_set_error(error, BS_ERROR, BS_ERROR_LIMIT,
					    "a message is larger than %lu MiB, or a line than %lu",
					    MBOX_MESSAGE_MAX >> 20, MBOX_LINE_MAX >> 20);
				return false;
			}
			g_byte_array_append(message, (const guint8 *)line, size);
		} while (line);
	}
	*out = message->len ? g_byte_array_free_to_bytes(g_steal_pointer(&message)) : NULL;
	return true;
}
