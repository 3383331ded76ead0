/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Encodings of mail, undone as git mailinfo undoes them: a line at a time, and
 * never stricter or more lenient than git.
 */
#ifndef FORMAT_MAILTEXT_H
#define FORMAT_MAILTEXT_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct converter - to UTF-8, from the charset that was used last
 * @charset: its name, NULL before the first use
 * @iconv: (GIConv)-1 when the charset is not known
 * @ascii: its lines without bytes above 0x7f and without shifts are UTF-8 already
 */
struct converter {
	char *charset;
	GIConv iconv;
	bool ascii;
};

void converter_clear(struct converter *converter);

/** charset_is_utf8() - is nothing to be converted? True for an empty name, as in git */
bool charset_is_utf8(const char *charset);

/**
 * to_utf8() - append @text in UTF-8
 * @converter: zeroed before the first use
 * @charset: of @text
 * @text: the bytes
 * @size: of @text
 * @out: appended to; unchanged on failure
 * Return: false when the charset is not known, or @text is not in it
 */
bool to_utf8(struct converter *converter, const char *charset, const char *text, gsize size,
	     GString *out);

/** decode_quoted_printable() - append a line, decoded; a soft break at its end is dropped */
void decode_quoted_printable(const char *line, gsize size, GString *out);

/** decode_base64() - append a line, decoded; what is no base64 is passed over */
void decode_base64(const char *line, gsize size, GString *out);

/**
 * decode_words() - a header with its encoded words (RFC 2047) decoded
 * @text: the header's value
 * @converter: see to_utf8()
 * @out_fine: cleared when git refuses it; the value is then as it was
 * Return: newly allocated
 */
char *decode_words(const char *text, struct converter *converter, bool *out_fine);

/** squeeze_blanks() - each run of blanks becomes one " ", in place */
void squeeze_blanks(char *text);

/** trim_blanks() - without blanks at both ends, in place; returns @text */
char *trim_blanks(char *text);

/** clean_subject() - without "Re:", "[PATCH]" and the like, in place, as git does it */
void clean_subject(char *subject);

/**
 * parse_sender() - name and address in a From header, as git sees them
 * @from: decoded, blanks squeezed
 * @out_name: gets the name, the address where there is no sane name; "" without address
 * @out_email: gets the address or ""
 */
void parse_sender(const char *from, char **out_name, char **out_email);

#endif /* FORMAT_MAILTEXT_H */
