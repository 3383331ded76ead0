// SPDX-License-Identifier: GPL-2.0-only
/*
 * A machine that is fed lines.  Its states are the places in git's mailinfo.c
 * where that reads another line; what looks odd (headers of parts count, the
 * preamble of an inner multipart is text, a boundary right below the headers
 * of a part is not seen) is how git does it.
 */
#include "format/mailinfo.h"

#include <string.h>

#include "format/gitchar.h"
#include "format/mailtext.h"

/* boundaries within boundaries, as in git */
#define BOUNDARIES_MAX 5

enum state {
	BEFORE, /* blanks in front of the mail */
	HEADERS,
	PREAMBLE, /* up to the next boundary */
	PART_HEADERS,
	PART_FIRST, /* the first line of a part, which is no boundary */
	BODY,
	ENDED, /* behind the last boundary */
};

enum encoding {
	ENCODING_NONE,
	ENCODING_BASE64,
	ENCODING_QUOTED,
};

enum header {
	HEADER_FROM,
	HEADER_SUBJECT,
	HEADER_DATE,
	HEADERS_KNOWN,
};

static const char *const header_names[HEADERS_KNOWN] = { "From", "Subject", "Date" };

struct mailinfo {
	mailinfo_patch patch;
	void *data;
	enum state state;
	enum encoding encoding;
	bool flowed;
	bool delsp;
	bool in_headers; /* of the body */
	bool in_patch;
	bool closed; /* nothing but ends of parts since the last one */
	char *charset;
	char *boundaries[BOUNDARIES_MAX];
	unsigned int depth; /* of @boundaries */
	char *outer[HEADERS_KNOWN];
	char *inner[HEADERS_KNOWN];
	GString *header; /* unfolded so far */
	GString *inbody; /* the same of a header in the body */
	GString *held; /* decoded bytes without their line's end */
	GString *chunk;
	GString *flow;
	GString *utf8;
	struct converter words;
	struct converter lines;
	struct mail_facts *facts;
};

struct mail_facts *mail_facts_new(void)
{
	struct mail_facts *facts = g_new0(struct mail_facts, 1);

	facts->text = g_string_new(NULL);
	return facts;
}

void mail_facts_free(struct mail_facts *facts)
{
	if (!facts)
		return;
	g_free(facts->message_id);
	g_free(facts->in_reply_to);
	g_free(facts->header);
	g_free(facts->subject);
	g_free(facts->name);
	g_free(facts->email);
	g_free(facts->date);
	g_string_free(facts->text, TRUE);
	g_free(facts->problem);
	g_free(facts);
}

struct mailinfo *mailinfo_new(mailinfo_patch patch, void *data)
{
	struct mailinfo *info = g_new0(struct mailinfo, 1);

	info->patch = patch;
	info->data = data;
	info->in_headers = true;
	info->header = g_string_new(NULL);
	info->inbody = g_string_new(NULL);
	info->held = g_string_new(NULL);
	info->chunk = g_string_new(NULL);
	info->flow = g_string_new(NULL);
	info->utf8 = g_string_new(NULL);
	info->facts = mail_facts_new();
	return info;
}

/* a buffer that one huge line has grown is given back */
static void empty(GString **text)
{
	if ((*text)->allocated_len > MAILINFO_HEADER_MAX) {
		g_string_free(*text, TRUE);
		*text = g_string_new(NULL);
	}
	g_string_truncate(*text, 0);
}

static void reset(struct mailinfo *info)
{
	while (info->depth)
		g_clear_pointer(&info->boundaries[--info->depth], g_free);
	for (int i = 0; i < HEADERS_KNOWN; i++) {
		g_clear_pointer(&info->outer[i], g_free);
		g_clear_pointer(&info->inner[i], g_free);
	}
	g_clear_pointer(&info->charset, g_free);
	empty(&info->header);
	empty(&info->inbody);
	empty(&info->held);
	empty(&info->chunk);
	empty(&info->flow);
	empty(&info->utf8);
	info->state = BEFORE;
	info->encoding = ENCODING_NONE;
	info->flowed = false;
	info->delsp = false;
	info->in_headers = true;
	info->in_patch = false;
	info->closed = false;
}

void mailinfo_free(struct mailinfo *info)
{
	if (!info)
		return;
	reset(info);
	g_string_free(info->header, TRUE);
	g_string_free(info->inbody, TRUE);
	g_string_free(info->held, TRUE);
	g_string_free(info->chunk, TRUE);
	g_string_free(info->flow, TRUE);
	g_string_free(info->utf8, TRUE);
	converter_clear(&info->words);
	converter_clear(&info->lines);
	mail_facts_free(info->facts);
	g_free(info);
}

static void problem(struct mailinfo *info, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void problem(struct mailinfo *info, const char *format, ...)
{
	va_list args;

	if (info->facts->problem)
		return;
	va_start(args, format);
	info->facts->problem = g_strdup_vprintf(format, args);
	va_end(args);
}

static bool starts(const char *line, gsize size, const char *prefix)
{
	gsize length = strlen(prefix);

	return size >= length && !memcmp(line, prefix, length);
}

/* the value of "NAME: value", NULL when it is another header */
static const char *header_value(const char *line, const char *name)
{
	gsize size = strlen(name);

	if (g_ascii_strncasecmp(line, name, size) || line[size] != ':')
		return NULL;
	for (line += size + 1; git_isspace(*line); line++)
		;
	return line;
}

static char *decode(struct mailinfo *info, const char *value, const char *name)
{
	bool fine = true;
	char *text = decode_words(value, &info->words, &fine);

	if (!fine)
		problem(info, "an encoded word in its %s header is malformed or not in the "
			      "charset it names", name);
	return text;
}

/* the value of an attribute as git finds it, anywhere in the header; NULL when missing */
static char *attribute(const char *line, const char *name)
{
	gsize size = strlen(name);
	const char *at = line, *ends = "; \t";

	while (*at && g_ascii_strncasecmp(at, name, size))
		at++;
	if (!*at)
		return NULL;
	at += size;
	if (*at == '"') {
		at++;
		ends = "\"";
	}
	return g_strndup(at, strcspn(at, ends));
}

static bool attribute_is(const char *line, const char *name, const char *value)
{
	g_autofree char *found = attribute(line, name);

	return found && !g_ascii_strcasecmp(found, value);
}

static void take_content_type(struct mailinfo *info, const char *value)
{
	g_autofree char *boundary = attribute(value, "boundary=");
	char *charset;

	info->flowed = attribute_is(value, "format=", "flowed");
	info->delsp = attribute_is(value, "delsp=", "yes");
	if (boundary && info->depth + 1 >= BOUNDARIES_MAX) {
		problem(info, "its parts are nested deeper than %d, the limit of git",
			BOUNDARIES_MAX - 1);
		return;
	}
	if (boundary)
		info->boundaries[info->depth++] = g_strconcat("--", boundary, NULL);
	charset = attribute(value, "charset=");
	g_free(info->charset);
	info->charset = charset;
}

static bool contains(const char *text, const char *word)
{
	gsize size = strlen(word);

	while (*text && g_ascii_strncasecmp(text, word, size))
		text++;
	return *text != '\0';
}

static void take_encoding(struct mailinfo *info, const char *value)
{
	info->encoding = contains(value, "base64")	       ? ENCODING_BASE64 :
			 contains(value, "quoted-printable") ? ENCODING_QUOTED :
							       ENCODING_NONE;
}

/* "<id>" to "id" */
static char *id_in(const char *value)
{
	const char *open = strchr(value, '<'), *close = open ? strchr(open, '>') : NULL;

	if (close)
		return trim_blanks(g_strndup(open + 1, close - open - 1));
	return *value ? trim_blanks(g_strndup(value, strcspn(value, " \t"))) : NULL;
}

static void take_id(char **to, const char *value)
{
	if (!*to)
		*to = id_in(value);
}

static bool take_known(struct mailinfo *info, const char *line, char **values, bool overwrite)
{
	for (int i = 0; i < HEADERS_KNOWN; i++) {
		const char *value = values[i] && !overwrite ? NULL :
							      header_value(line, header_names[i]);

		if (!value)
			continue;
		g_free(values[i]);
		values[i] = decode(info, value, header_names[i]);
		return true;
	}
	return false;
}

/* a complete header: @overwrite for those of the mail, whose last one counts */
static void take_header(struct mailinfo *info, const char *line, char **values, bool overwrite)
{
	static const char type[] = "Content-Type", encoding[] = "Content-Transfer-Encoding";
	const char *as_type, *as_encoding, *id, *reply;
	g_autofree char *text = NULL;

	if (take_known(info, line, values, overwrite))
		return;
	as_type = header_value(line, type);
	as_encoding = header_value(line, encoding);
	id = overwrite ? header_value(line, "Message-ID") : NULL;
	reply = overwrite ? header_value(line, "In-Reply-To") : NULL;
	if (as_type) {
		text = decode(info, as_type, type);
		take_content_type(info, text);
	} else if (as_encoding) {
		text = decode(info, as_encoding, encoding);
		take_encoding(info, text);
	} else if (id) {
		take_id(&info->facts->message_id, id);
	} else if (reply) {
		take_id(&info->facts->in_reply_to, reply);
	}
}

static void flush_inbody(struct mailinfo *info)
{
	if (!info->inbody->len)
		return;
	take_header(info, info->inbody->str, info->inner, false);
	g_string_truncate(info->inbody, 0);
}

static bool is_inbody(const struct mailinfo *info, const char *line, gsize size)
{
	for (int i = 0; i < HEADERS_KNOWN; i++) {
		gsize length = strlen(header_names[i]);

		if (!info->inner[i] && size > length && line[length] == ':' &&
		    !g_ascii_strncasecmp(line, header_names[i], length))
			return true;
	}
	return false;
}

/* ">From ID Mon Sep 17 00:00:00 2001", quoted on its way */
static bool is_quoted_separator(const char *line, gsize size)
{
	static const char date[] = " Mon Sep 17 00:00:00 2001\n";
	const gsize at = strlen(">From "), digits = 40;

	if (size != at + digits + strlen(date) || memcmp(line + at + digits, date, strlen(date)))
		return false;
	for (gsize i = 0; i < digits; i++) {
		if (!g_ascii_isxdigit(line[at + i]) || g_ascii_isupper(line[at + i]))
			return false;
	}
	return true;
}

static void add_limited(struct mailinfo *info, GString *to, const char *line, gsize size)
{
	if (to->len + size > MAILINFO_HEADER_MAX)
		problem(info, "a header is longer than %lu KiB", MAILINFO_HEADER_MAX >> 10);
	else
		g_string_append_len(to, line, size);
}

/* a line above the commit message; true when it was a header */
static bool take_inbody(struct mailinfo *info, const char *line, gsize size)
{
	if (info->inbody->len && size && (*line == ' ' || *line == '\t')) {
		if (info->inbody->str[info->inbody->len - 1] == '\n')
			g_string_truncate(info->inbody, info->inbody->len - 1);
		add_limited(info, info->inbody, line, size);
		return true;
	}
	flush_inbody(info);
	if (size > 5 && starts(line, size, ">From") && git_isspace(line[5]))
		return is_quoted_separator(line, size);
	if (size > 7 && starts(line, size, "[PATCH]") && git_isspace(line[7])) {
		g_free(info->inner[HEADER_SUBJECT]);
		info->inner[HEADER_SUBJECT] = g_strndup(line, MIN(size, MAILINFO_HEADER_MAX));
		return true;
	}
	if (!is_inbody(info, line, size))
		return false;
	add_limited(info, info->inbody, line, size);
	return true;
}

static bool is_break(const char *line, gsize size)
{
	if (size < 4)
		return false;
	if (*line != '-')
		return starts(line, size, "diff -") || starts(line, size, "Index: ");
	if (memcmp(line, "---", 3))
		return false;
	if (line[3] == ' ' && (size == 4 || !git_isspace(line[4])))
		return true;
	for (gsize i = 3; i < size && git_isspace(line[i]); i++) {
		if (line[i] == '\n')
			return true;
	}
	return false;
}

static void add_text(struct mailinfo *info, const char *line, gsize size)
{
	GString *text = info->facts->text;

	if (text->len + size > MAILINFO_TEXT_MAX)
		problem(info, "its text is larger than %lu MiB", MAILINFO_TEXT_MAX >> 20);
	else
		g_string_append_len(text, line, size);
}

static void give_patch(struct mailinfo *info, const char *line, gsize size)
{
	info->in_patch = true;
	info->facts->patch_lines++;
	info->patch(info->data, line, size);
}

static void take_text(struct mailinfo *info, const char *line, gsize size)
{
	if (info->in_headers) {
		if (!size || (size == 1 && *line == '\n')) {
			info->in_headers = !info->inbody->len;
			flush_inbody(info);
			return;
		}
		info->in_headers = take_inbody(info, line, size);
		if (info->in_headers)
			return;
	}
	if (!charset_is_utf8(info->charset)) {
		g_string_truncate(info->utf8, 0);
		if (to_utf8(&info->lines, info->charset, line, size, info->utf8)) {
			line = info->utf8->str;
			size = info->utf8->len;
		} else {
			problem(info, "its text is not in the charset it names, '%.40s'",
				info->charset);
		}
	}
	if (is_break(line, size))
		give_patch(info, line, size);
	else
		add_text(info, line, size);
}

/* a line of the body as its sender wrote it */
static void take_line(struct mailinfo *info, const char *line, gsize size)
{
	if (info->in_patch)
		give_patch(info, line, size);
	else
		take_text(info, line, size);
}

/* lines that are joined can be a message long */
static void limit_held(struct mailinfo *info)
{
	if (info->held->len <= MAILINFO_TEXT_MAX)
		return;
	problem(info, "a line of its text is longer than %lu MiB", MAILINFO_TEXT_MAX >> 20);
	g_string_truncate(info->held, 0);
}

/* lines that a soft break joins (RFC 3676) are held until the last one */
static void take_flowed(struct mailinfo *info, const char *line, gsize size)
{
	gsize length = size;

	if (!info->flowed) {
		take_line(info, line, size);
		return;
	}
	if (length && line[length - 1] == '\n') {
		length--;
		length -= length && line[length - 1] == '\r';
	}
	if (length == 3 && !memcmp(line, "-- ", 3)) {
		if (info->held->len)
			take_line(info, info->held->str, info->held->len);
		g_string_truncate(info->held, 0);
		take_line(info, line, size);
		return;
	}
	if (length && *line == ' ') {
		line++;
		length--;
		size--;
	}
	if (length && line[length - 1] == ' ') {
		g_string_append_len(info->held, line, length - info->delsp);
		limit_held(info);
		return;
	}
	if (!info->held->len) {
		take_line(info, line, size);
		return;
	}
	g_string_append_len(info->held, line, size);
	g_string_assign(info->flow, "");
	g_string_append_len(info->flow, info->held->str, info->held->len);
	g_string_truncate(info->held, 0);
	take_line(info, info->flow->str, info->flow->len);
}

/* a line of encoded text can hold many lines, or a part of one */
static void take_encoded(struct mailinfo *info, const char *line, gsize size)
{
	GString *chunk = info->held;
	gsize before = chunk->len;
	const char *at, *end, *newline;

	if (info->encoding == ENCODING_BASE64)
		decode_base64(line, size, chunk);
	else
		decode_quoted_printable(line, size, chunk);
	end = chunk->str + chunk->len;
	newline = memchr(chunk->str + before, '\n', chunk->len - before);
	if (!newline) {
		limit_held(info);
		return;
	}
	info->held = info->chunk;
	info->chunk = chunk;
	g_string_truncate(info->held, 0);
	for (at = chunk->str; newline; newline = memchr(at, '\n', end - at)) {
		take_flowed(info, at, newline + 1 - at);
		at = newline + 1;
	}
	g_string_append_len(info->held, at, end - at);
}

static void flush_held(struct mailinfo *info)
{
	if (info->held->len)
		take_line(info, info->held->str, info->held->len);
	empty(&info->held);
}

static bool is_boundary(const struct mailinfo *info, const char *line, gsize size)
{
	return info->depth && starts(line, size, info->boundaries[info->depth - 1]);
}

static void take_boundary(struct mailinfo *info, const char *line, gsize size)
{
	gsize at = strlen(info->boundaries[info->depth - 1]);

	flush_held(info);
	if (size < at + 2 || memcmp(line + at, "--", 2)) {
		info->state = PART_HEADERS;
		info->closed = false;
		info->encoding = ENCODING_NONE;
		g_clear_pointer(&info->charset, g_free);
		return;
	}
	g_clear_pointer(&info->boundaries[--info->depth], g_free);
	/* of several ends in a row, only the first one leaves an empty line */
	take_line(info, "\n", info->closed ? 0 : 1);
	info->closed = true;
	info->state = info->depth ? PREAMBLE : ENDED;
}

static void take_body(struct mailinfo *info, const char *line, gsize size)
{
	if (info->state == PREAMBLE || info->state == BODY) {
		if (is_boundary(info, line, size)) {
			take_boundary(info, line, size);
			return;
		}
		if (info->state == PREAMBLE)
			return;
	}
	info->state = BODY;
	if (info->encoding == ENCODING_NONE)
		take_flowed(info, line, size);
	else
		take_encoded(info, line, size);
}

static bool is_header(const char *line, gsize size)
{
	if (starts(line, size, "From ") || starts(line, size, ">From "))
		return true;
	for (gsize i = 0; i < size; i++) {
		if (line[i] == ':')
			return true;
		if (line[i] < 33 || line[i] > 126)
			return false;
	}
	return false;
}

static gsize trimmed(const char *line, gsize size)
{
	while (size && git_isspace(line[size - 1]))
		size--;
	return size;
}

static void flush_header(struct mailinfo *info)
{
	if (!info->header->len)
		return;
	take_header(info, info->header->str, info->outer, info->state == HEADERS);
	g_string_truncate(info->header, 0);
}

/* behind the headers: @line is what ended them */
static void end_headers(struct mailinfo *info, const char *line, gsize size)
{
	flush_header(info);
	if (info->state == PART_HEADERS) {
		info->state = PART_FIRST;
		return;
	}
	info->state = info->depth ? PREAMBLE : BODY;
	if (info->depth)
		return;
	if (!size) {
		take_body(info, "\n", 1);
	} else {
		g_autofree char *first = g_strdup_printf("%.*s\n", (int)size, line);

		take_body(info, first, strlen(first));
	}
}

static void take_header_line(struct mailinfo *info, const char *line, gsize size)
{
	gsize length = trimmed(line, size);

	if (info->header->len && size && (*line == ' ' || *line == '\t')) {
		/* folded: a blank in place of the line's end */
		if (length) {
			add_limited(info, info->header, " ", 1);
			add_limited(info, info->header, line + 1, length - 1);
		}
		return;
	}
	if (!length || !is_header(line, length)) {
		end_headers(info, line, length);
		return;
	}
	flush_header(info);
	add_limited(info, info->header, line, length);
}

void mailinfo_line(struct mailinfo *info, const char *line, gsize size)
{
	switch (info->state) {
	case BEFORE:
		while (size && git_isspace(*line)) {
			line++;
			size--;
		}
		if (!size)
			return;
		info->state = HEADERS;
		/* fall through */
	case HEADERS:
	case PART_HEADERS:
		take_header_line(info, line, size);
		return;
	case ENDED:
		return;
	default:
		take_body(info, line, size);
	}
}

void mailinfo_plain(struct mailinfo *info)
{
	info->state = BODY;
}

/* headers in the body count where a patch follows */
static char *choose(struct mailinfo *info, enum header header)
{
	char **from = info->in_patch && info->inner[header] ? info->inner : info->outer;
	char *value = g_strdup(from[header]);

	if (value)
		squeeze_blanks(value);
	return value;
}

struct mail_facts *mailinfo_end(struct mailinfo *info)
{
	g_autoptr(mail_facts) facts = NULL;
	g_autofree char *from = NULL;

	if (info->state == BEFORE)
		return NULL;
	if (info->state == HEADERS)
		end_headers(info, "", 0);
	flush_header(info);
	flush_held(info);
	flush_inbody(info);
	facts = g_steal_pointer(&info->facts);
	info->facts = mail_facts_new();
	if (info->outer[HEADER_SUBJECT]) {
		facts->header = g_strdup(info->outer[HEADER_SUBJECT]);
		squeeze_blanks(facts->header);
	}
	facts->subject = choose(info, HEADER_SUBJECT);
	if (facts->subject)
		clean_subject(facts->subject);
	facts->date = choose(info, HEADER_DATE);
	if (facts->date)
		trim_blanks(facts->date);
	from = choose(info, HEADER_FROM);
	if (from)
		parse_sender(from, &facts->name, &facts->email);
	reset(info);
	return g_steal_pointer(&facts);
}
