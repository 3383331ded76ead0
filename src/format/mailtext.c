// SPDX-License-Identifier: GPL-2.0-only
#include "format/mailtext.h"

#include <string.h>

#include "format/gitchar.h"

/* git takes a longer name for none */
#define NAME_MAX_SIZE 60

void converter_clear(struct converter *converter)
{
	if (converter->charset && converter->iconv != (GIConv)-1)
		g_iconv_close(converter->iconv);
	g_clear_pointer(&converter->charset, g_free);
}

bool charset_is_utf8(const char *charset)
{
	if (!charset || !*charset)
		return true;
	if (g_ascii_strncasecmp(charset, "utf", 3))
		return false;
	charset += 3;
	charset += *charset == '-';
	return !strcmp(charset, "8");
}

static bool run_iconv(GIConv iconv, const char *text, gsize size, GString *out)
{
	char chunk[1024], *in = (char *)text;

	g_iconv(iconv, NULL, NULL, NULL, NULL);
	while (size) {
		char *to = chunk;
		gsize room = sizeof(chunk), before = size;
		gsize done = g_iconv(iconv, &in, &size, &to, &room);

		g_string_append_len(out, chunk, to - chunk);
		if (done == (gsize)-1 && (to == chunk || before == size) && size)
			return false;
	}
	return true;
}

/* does plain ASCII stay as it is?  not in UTF-7, HZ or UTF-16 */
static bool keeps_ascii(GIConv iconv)
{
	g_autoptr(GString) out = g_string_new(NULL);
	char all[] = "\t\n\r";
	g_autoptr(GString) in = g_string_new(all);

	for (char c = ' '; c < 0x7f; c++)
		g_string_append_c(in, c);
	return run_iconv(iconv, in->str, in->len, out) && g_string_equal(in, out);
}

static void open_converter(struct converter *converter, const char *charset)
{
	if (converter->charset && !strcmp(converter->charset, charset))
		return;
	converter_clear(converter);
	converter->charset = g_strdup(charset);
	converter->iconv = g_iconv_open("UTF-8", !g_ascii_strcasecmp(charset, "latin-1") ?
							 "ISO-8859-1" :
							 charset);
	converter->ascii = converter->iconv != (GIConv)-1 && keeps_ascii(converter->iconv);
}

static bool is_ascii(const char *text, gsize size)
{
	for (gsize i = 0; i < size; i++) {
		if (text[i] & 0x80 || text[i] == '\033' || text[i] == '\016' || text[i] == '\017')
			return false;
	}
	return true;
}

bool to_utf8(struct converter *converter, const char *charset, const char *text, gsize size,
	     GString *out)
{
	gsize old = out->len;

	if (!charset_is_utf8(charset)) {
		open_converter(converter, charset);
		if (converter->iconv == (GIConv)-1)
			return false;
		if (!converter->ascii || !is_ascii(text, size)) {
			bool fine = run_iconv(converter->iconv, text, size, out);

			if (!fine)
				g_string_truncate(out, old);
			return fine;
		}
	}
	g_string_append_len(out, text, size);
	return true;
}

static void add_quoted(const char *text, gsize size, bool word, GString *out)
{
	const char *end = text + size;

	while (text < end && *text) {
		const char *stop = text;
		int high, low;

		while (stop < end && *stop && *stop != '=' && !(word && *stop == '_'))
			stop++;
		g_string_append_len(out, text, stop - text);
		text = stop + 1;
		if (stop >= end || !*stop)
			return;
		if (*stop == '_') {
			g_string_append_c(out, ' ');
			continue;
		}
		if (text >= end || !*text || *text == '\n')
			return;
		high = g_ascii_xdigit_value(*text);
		low = text + 1 < end ? g_ascii_xdigit_value(text[1]) : -1;
		if (high >= 0 && low >= 0) {
			g_string_append_c(out, high << 4 | low);
			text += 2;
		} else {
			g_string_append_c(out, '=');
		}
	}
}

void decode_quoted_printable(const char *line, gsize size, GString *out)
{
	add_quoted(line, size, false, out);
}

static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

void decode_base64(const char *line, gsize size, GString *out)
{
	unsigned int bits = 0, have = 0;

	for (gsize i = 0; i < size && line[i]; i++) {
		int value = base64_value(line[i]);

		if (value < 0)
			continue;
		bits = bits << 6 | value;
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		g_string_append_c(out, bits >> have & 0xff);
	}
}

static bool blank_between(const char *from, const char *to)
{
	while (from < to && git_isspace(*from))
		from++;
	return from == to;
}

/* "=?CHARSET?q?TEXT?=" at @at; gives what follows it, NULL when it is malformed */
static const char *add_word(const char *at, struct converter *converter, GString *out)
{
	const char *name = at + 2, *mark = strchr(name, '?');
	const char *end = mark && mark[1] && mark[2] == '?' ? strstr(mark + 3, "?=") : NULL;
	g_autofree char *charset = mark ? g_strndup(name, mark - name) : NULL;
	g_autoptr(GString) decoded = g_string_new(NULL);

	if (!end)
		return NULL;
	switch (mark[1]) {
	case 'b':
	case 'B':
		decode_base64(mark + 3, end - mark - 3, decoded);
		break;
	case 'q':
	case 'Q':
		add_quoted(mark + 3, end - mark - 3, true, decoded);
		break;
	default:
		return NULL;
	}
	return to_utf8(converter, charset, decoded->str, decoded->len, out) ? end + 2 : NULL;
}

char *decode_words(const char *text, struct converter *converter, bool *out_fine)
{
	g_autoptr(GString) out = NULL;
	const char *at = text, *word = strstr(at, "=?");

	if (!word)
		return g_strdup(text);
	out = g_string_new(NULL);
	for (; word; word = strstr(at, "=?")) {
		/* blanks between two encoded words are no part of the text */
		if (at == text || !blank_between(at, word))
			g_string_append_len(out, at, word - at);
		at = add_word(word, converter, out);
		if (!at) {
			*out_fine = false;
			return g_strdup(text);
		}
	}
	g_string_append(out, at);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

void squeeze_blanks(char *text)
{
	char *to = text;

	for (const char *at = text; *at; at++) {
		if (!git_isspace(*at))
			*to++ = *at;
		else if (at == text || !git_isspace(at[-1]))
			*to++ = ' ';
	}
	*to = '\0';
}

char *trim_blanks(char *text)
{
	const char *start = text;
	gsize size;

	while (git_isspace(*start))
		start++;
	size = strlen(start);
	while (size && git_isspace(start[size - 1]))
		size--;
	memmove(text, start, size);
	text[size] = '\0';
	return text;
}

void clean_subject(char *subject)
{
	const char *at = subject;

	for (;;) {
		const char *close = *at == '[' ? strchr(at, ']') : NULL;

		if (*at == ' ' || *at == '\t' || *at == ':') {
			at++;
		} else if ((*at == 'r' || *at == 'R') && (at[1] == 'e' || at[1] == 'E') &&
			   at[2] == ':' && at[3]) {
			at += 3;
		} else if (close) {
			at = close + 1;
		} else {
			break;
		}
	}
	memmove(subject, at, strlen(at) + 1);
	trim_blanks(subject);
}

/* a comment in parentheses without its backslashes; gives what follows it */
static const char *add_comment(const char *in, GString *out)
{
	unsigned long depth = 0;

	for (; *in; in++) {
		if (*in == '\\' && depth) {
			if (!in[1])
				break;
			in++;
		} else if (*in == '(') {
			depth++;
		} else if (*in == ')' && !--depth) {
			g_string_append_c(out, ')');
			return in + 1;
		}
		g_string_append_c(out, *in);
	}
	return in;
}

static const char *add_quoted_string(const char *in, GString *out)
{
	for (; *in; in++) {
		if (*in == '"')
			return in + 1;
		if (*in == '\\' && !*++in)
			break;
		g_string_append_c(out, *in);
	}
	return in;
}

static char *without_quotes(const char *from)
{
	GString *out = g_string_new(NULL);

	while (*from) {
		if (*from == '"')
			from = add_quoted_string(from + 1, out);
		else if (*from == '(')
			from = add_comment(from, out);
		else
			g_string_append_c(out, *from++);
	}
	return g_string_free(out, FALSE);
}

static void set_sender(char *name, char *email, char **out_name, char **out_email)
{
	gsize size = strlen(name);

	*out_email = email;
	if (size && size <= NAME_MAX_SIZE && !strpbrk(name, "@<>")) {
		*out_name = name;
		return;
	}
	g_free(name);
	*out_name = g_strdup(email);
}

/* "John Doe <johndoe>" */
static void parse_local_sender(const char *from, char **out_name, char **out_email)
{
	const char *open = strchr(from, '<'), *close = open ? strchr(open, '>') : NULL;

	if (!close) {
		*out_name = g_strdup("");
		*out_email = g_strdup("");
		return;
	}
	set_sender(trim_blanks(g_strndup(from, open - from)),
		   g_strndup(open + 1, close - open - 1), out_name, out_email);
}

void parse_sender(const char *from, char **out_name, char **out_email)
{
	g_autofree char *text = without_quotes(from);
	char *at = strchr(text, '@'), *name;
	gsize size;

	if (!at) {
		parse_local_sender(from, out_name, out_email);
		return;
	}
	while (at > text && !git_isspace(at[-1]) && at[-1] != '<')
		at--;
	if (at > text && at[-1] == '<')
		at[-1] = ' ';
	size = strcspn(at, " \n\t\r\v\f>");
	/* what is left without the address is the name, or a comment that holds it */
	name = g_strdup_printf("%.*s%s", (int)(at - text), text, at + size + (at[size] != '\0'));
	squeeze_blanks(name);
	trim_blanks(name);
	if (*name == '(' && g_str_has_suffix(name, ")")) {
		memmove(name, name + 1, strlen(name));
		name[strlen(name) - 1] = '\0';
	}
	set_sender(name, g_strndup(at, size), out_name, out_email);
}
