/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mailboxes, one message at a time and in bounded memory, whatever their size:
 * a message as a whole, or line by line where even one message may be huge.
 */
#ifndef FORMAT_MBOX_H
#define FORMAT_MBOX_H

#include <gio/gio.h>
#include <glib.h>
#include <stdbool.h>

/** MBOX_MESSAGE_MAX - bytes of the largest message that mbox_next() reads */
#define MBOX_MESSAGE_MAX (128UL << 20)

/** MBOX_LINE_MAX - bytes of the longest line that is read */
#define MBOX_LINE_MAX (16UL << 20)

/** MBOX_LENGTH_MAX - a Content-Length up to here is looked at (mboxcl2) */
#define MBOX_LENGTH_MAX (8UL << 20)

struct mbox;

/** mbox_new() - read messages from @stream, of which a reference is held */
struct mbox *mbox_new(GInputStream *stream);

/**
 * mbox_next() - the next message, without its "From " line
 * @mbox: the reader
 * @out: gets the message, or NULL at the end
 * @error: BS_ERROR_IO, BS_ERROR_LIMIT above MBOX_MESSAGE_MAX or MBOX_LINE_MAX
 *
 * A separator is what git mailsplit takes for one, unless a Content-Length that holds says
 * that the message goes on (mboxcl2).  ">From " is unquoted by one ">" (mboxrd), except
 * below a separator of git format-patch and within a Content-Length, where nothing is quoted.
 * What does not start with a separator is one message.
 */
bool mbox_next(struct mbox *mbox, GBytes **out, GError **error);

/**
 * mbox_begin() - go to the next message
 * @mbox: the reader; what is left of the message before is passed over
 * @out: set to whether there is one
 * @error: BS_ERROR_IO
 */
bool mbox_begin(struct mbox *mbox, bool *out, GError **error);

/**
 * mbox_line() - a line of the message
 * @mbox: the reader, behind mbox_begin()
 * @out: gets the line with its newline, valid until the next call and free
 *       to be changed; NULL behind the last one
 * @out_size: gets its size; a line longer than MBOX_LINE_MAX is cut there
 * @error: BS_ERROR_IO
 */
bool mbox_line(struct mbox *mbox, char **out, gsize *out_size, GError **error);

/**
 * mbox_plain() - is it no mailbox and no mail, but perhaps a plain diff?
 * @mbox: the reader, between mbox_begin() and the first mbox_line()
 * @out: set to the answer; false behind the last message
 * @error: BS_ERROR_IO
 */
bool mbox_plain(struct mbox *mbox, bool *out, GError **error);

/**
 * mbox_commit() - the commit that the message was made from
 * @mbox: the reader, behind mbox_begin()
 * Return: 40 digits, borrowed, from the separator of git format-patch; NULL when it is another
 * one or names none
 */
const char *mbox_commit(const struct mbox *mbox);

/** mbox_cut() - was a line of the message longer than MBOX_LINE_MAX? */
bool mbox_cut(const struct mbox *mbox);

/** mbox_separator() - is this line the "From " line of a message? */
bool mbox_separator(const char *line, gsize size);

void mbox_free(struct mbox *mbox);

typedef struct mbox mbox;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(mbox, mbox_free)

#endif /* FORMAT_MBOX_H */
