/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mailboxes, one message at a time and in bounded memory, whatever their size.
 */
#ifndef FORMAT_MBOX_H
#define FORMAT_MBOX_H

#include <gio/gio.h>
#include <glib.h>
#include <stdbool.h>

/** MBOX_MESSAGE_MAX - bytes of the largest message that is read */
#define MBOX_MESSAGE_MAX (128UL << 20)

struct mbox;

/** mbox_new() - read messages from @stream, of which a reference is held */
struct mbox *mbox_new(GInputStream *stream);

/**
 * mbox_next() - the next message, without its "From " line
 * @mbox: the reader
 * @out: gets the message, or NULL at the end
 * @error: BS_ERROR_IO, BS_ERROR_LIMIT above MBOX_MESSAGE_MAX
 *
 * A separator is what git mailsplit takes for one.  ">From " is unquoted by one ">" (mboxrd),
 * except below a separator of git format-patch, which does not quote.
 */
bool mbox_next(struct mbox *mbox, GBytes **out, GError **error);

/** mbox_separator() - is this line the "From " line of a message? */
bool mbox_separator(const char *line, gsize size);

void mbox_free(struct mbox *mbox);

typedef struct mbox mbox;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(mbox, mbox_free)

#endif /* FORMAT_MBOX_H */
