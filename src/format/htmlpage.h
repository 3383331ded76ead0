/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Saved HTML pages of list archives: pipermail, and public-inbox as on
 * lore.kernel.org.  Only what shows the one message is read, tolerantly; no
 * script, style or link is looked at.
 */
#ifndef FORMAT_HTMLPAGE_H
#define FORMAT_HTMLPAGE_H

#include <glib.h>
#include <stdbool.h>

#include "format/message.h"

/** html_recognise() - does the text start as an HTML page? */
bool html_recognise(const char *text, gsize size);

/**
 * html_parse() - the message that a page of an archive shows
 * @bytes: the page
 * @error: BS_ERROR_INPUT when it shows no single message
 */
struct message *html_parse(GBytes *bytes, GError **error);

#endif /* FORMAT_HTMLPAGE_H */
