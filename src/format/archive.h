/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pages of list archives saved as text: pipermail's title, "Name user at
 * host", a date, the message, and the list's footer.
 */
#ifndef FORMAT_ARCHIVE_H
#define FORMAT_ARCHIVE_H

#include <glib.h>
#include <stdbool.h>

#include "format/message.h"

/** archive_recognise() - is this text an archive page? */
bool archive_recognise(const char *text, gsize size);

/**
 * archive_parse() - the message that a page shows
 * @bytes: the page
 * @error: BS_ERROR_INPUT when it is no page
 *
 * Text stays as it is, " at " in addresses too: see archive_addresses().
 */
struct message *archive_parse(GBytes *bytes, GError **error);

/**
 * archive_addresses() - a line with "user at host" turned back in its addresses
 * @line: a line of a commit message
 * Return: newly allocated; only "<user at host>" and the values of trailers change, prose
 *         never
 */
char *archive_addresses(const char *line);

#endif /* FORMAT_ARCHIVE_H */
