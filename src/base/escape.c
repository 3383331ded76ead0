// SPDX-License-Identifier: GPL-2.0-only
#include "base/escape.h"

#include <stdbool.h>
#include <string.h>

/* U+200E/F, U+061C, U+202A-E, U+2066-9: can reorder what a person reads */
static bool is_bidi(gunichar c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e ||
	       c == 0x200f || c == 0x061c;
}

static void append_safe(GString *out, gunichar c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		g_string_append_printf(out, "\\x%02x", c);
	else if (is_bidi(c))
		g_string_append_printf(out, "\\u{%04x}", c);
	else
		g_string_append_unichar(out, c);
}

static void append_html(GString *out, gunichar c)
{
	switch (c) {
	case '&':
		g_string_append(out, "&amp;");
		break;
	case '<':
		g_string_append(out, "&lt;");
		break;
	case '>':
		g_string_append(out, "&gt;");
		break;
	case '"':
		g_string_append(out, "&quot;");
		break;
	case '\'':
		g_string_append(out, "&#39;");
		break;
	default:
		append_safe(out, c);
	}
}

enum form {
	FORM_TEXT,
	FORM_LINE,
	FORM_HTML,
	FORM_UTF8,
};

static void append_char(GString *out, gunichar c, enum form form)
{
	bool blank = c == '\n' || c == '\t';

	if (form == FORM_UTF8)
		g_string_append_unichar(out, c);
	else if (blank)
		g_string_append_c(out, form == FORM_LINE ? ' ' : (char)c);
	else if (form == FORM_HTML)
		append_html(out, c);
	else
		append_safe(out, c);
}

static char *escape(const char *text, gssize size, enum form form)
{
	const char *end = text + (size < 0 ? strlen(text) : (size_t)size);
	GString *out = g_string_sized_new(end - text + 1);

	while (text < end) {
		gunichar c = g_utf8_get_char_validated(text, end - text);

		if (c == (gunichar)-1 || c == (gunichar)-2 || !c) {
			if (form == FORM_UTF8)
				g_string_append(out, "\xef\xbf\xbd");
			else
				g_string_append_printf(out, "\\x%02x", (guint8)*text);
			text++;
			continue;
		}
		append_char(out, c, form);
		text = g_utf8_next_char(text);
	}
	return g_string_free(out, FALSE);
}

char *escape_terminal(const char *text, gssize size)
{
	return escape(text, size, FORM_TEXT);
}

char *escape_line(const char *text, gssize size)
{
	return escape(text, size, FORM_LINE);
}

char *escape_html(const char *text, gssize size)
{
	return escape(text, size, FORM_HTML);
}

char *escape_utf8(const char *text, gssize size)
{
	return escape(text, size, FORM_UTF8);
}
