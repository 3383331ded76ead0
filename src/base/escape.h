/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text from outside is never printed raw: terminal control sequences, invalid
 * UTF-8 and bidirectional overrides become visible escapes.
 */
#ifndef BASE_ESCAPE_H
#define BASE_ESCAPE_H

#include <glib.h>

/**
 * escape_terminal() - make @text safe to print on a terminal
 * @text: any bytes
 * @size: of @text, -1 when it is a string
 *
 * Newline and tab stay.  Other control characters, DEL, C1 controls and
 * bidirectional controls (U+202A-E, U+2066-9) become \xNN or \u{NNNN}; invalid UTF-8
 * becomes \xNN.
 *
 * Return: valid UTF-8, newly allocated.
 */
char *escape_terminal(const char *text, gssize size);

/** escape_line() - escape_terminal() that also turns newlines and tabs into blanks */
char *escape_line(const char *text, gssize size);

/** escape_html() - valid UTF-8 with & < > " ' as entities, controls as in escape_terminal() */
char *escape_html(const char *text, gssize size);

/** escape_utf8() - valid UTF-8: bytes that are not become U+FFFD; control characters stay */
char *escape_utf8(const char *text, gssize size);

#endif /* BASE_ESCAPE_H */
