// SPDX-License-Identifier: GPL-2.0-only
/*
 * From mail to patch, line by line as git's mailinfo.c (2.39) goes: in-body
 * headers, the commit message up to "---" or a diff, and the bytes from there.
 */
#include "format/message.h"

#include <string.h>

#include "base/error.h"
#include "format/diffstat.h"
#include "format/mbox.h"
#include "format/trailer.h"

/* headers that may stand above the message in a body */
static const char *const inbody_names[] = { "From:", "Subject:", "Date:" };

struct reader {
	struct patch *patch;
	GString *log; /* commit message, UTF-8 */
	GString *raw; /* commit message lines of the current part */
	GString *diff; /* from the break on */
	GString *header; /* in-body header being read */
	GString *flow; /* lines that a soft break joins */
	bool seen[G_N_ELEMENTS(inbody_names)]; /* in the body: a second one is text */
	bool in_headers;
	bool in_diff;
	bool whole; /* a cover letter: nothing breaks */
	char *subject; /* in-body */
};

bool patch_breaks(const char *line, gsize size)
{
	gsize i = 3;

	if (g_str_has_prefix(line, "diff -") || g_str_has_prefix(line, "Index: "))
		return true;
	if (size < 4 || strncmp(line, "---", 3))
		return false;
	if (line[3] == ' ' && !g_ascii_isspace(line[4]))
		return true;
	while (i < size && g_ascii_isspace(line[i]) && line[i] != '\n')
		i++;
	return i < size && line[i] == '\n';
}

static void set_author(struct patch *patch, const char *text)
{
	char *name, *email;

	if (!person_parse(text, &name, &email))
		return;
	g_free(patch->author_name);
	g_free(patch->author_email);
	patch->author_email = email;
	patch->author_name = *name ? name : g_strdup(email);
	if (!*name)
		g_free(name);
}

static void flush_header(struct reader *reader)
{
	struct patch *patch = reader->patch;
	const char *text = reader->header->str;

	if (!g_ascii_strncasecmp(text, "From:", 5)) {
		set_author(patch, text + 5);
	} else if (!g_ascii_strncasecmp(text, "Date:", 5)) {
		date_parse(text + 5, &patch->when, &patch->zone, &patch->zone_known);
	} else if (*text) {
		g_free(reader->subject);
		reader->subject =
			g_strdup(g_ascii_strncasecmp(text, "Subject:", 8) ? text : text + 8);
	}
	g_string_truncate(reader->header, 0);
}

/* which of inbody_names a line starts with, or none */
static size_t find_inbody(const char *line)
{
	size_t i = 0;

	while (i < G_N_ELEMENTS(inbody_names) &&
	       g_ascii_strncasecmp(line, inbody_names[i], strlen(inbody_names[i])))
		i++;
	return i;
}

static bool is_title(const char *line)
{
	return g_str_has_prefix(line, "[PATCH]") && g_ascii_isspace(line[7]);
}

static bool is_quoted_separator(const char *line)
{
	return *line == '>' && mbox_separator(line + 1, strlen(line) - 1);
}

bool patch_inbody(const char *line)
{
	return find_inbody(line) < G_N_ELEMENTS(inbody_names) || is_title(line) ||
	       is_quoted_separator(line);
}

/* as is_inbody_header() in git's mailinfo.c: the first of its name */
static bool starts_header(struct reader *reader, const char *line)
{
	size_t name = find_inbody(line);

	if (name == G_N_ELEMENTS(inbody_names))
		return is_title(line);
	if (reader->seen[name])
		return false;
	reader->seen[name] = true;
	return true;
}

/* true when the line was a header in the body, or blank above the message */
static bool take_header(struct reader *reader, const char *line)
{
	if (!reader->in_headers)
		return false;
	if (!*line || *line == '\n') {
		reader->in_headers = !reader->header->len;
		flush_header(reader);
		return true;
	}
	if (reader->header->len && (*line == ' ' || *line == '\t')) {
		g_string_append(reader->header, line);
		return true;
	}
	flush_header(reader);
	if (starts_header(reader, line)) {
		g_string_assign(reader->header, line);
		return true;
	}
	if (is_quoted_separator(line))
		return true;
	reader->in_headers = false;
	return false;
}

static void take_line(struct reader *reader, const char *line, gsize size)
{
	if (reader->in_diff) {
		g_string_append_len(reader->diff, line, size);
		return;
	}
	if (!reader->whole && take_header(reader, line))
		return;
	if (!reader->whole && patch_breaks(line, size)) {
		reader->in_diff = true;
		g_string_append_len(reader->diff, line, size);
		return;
	}
	g_string_append_len(reader->raw, line, size);
}

/* RFC 3676 as handle_filter_flowed() in git's mailinfo.c does it */
static void take_flowed(struct reader *reader, const char *line, gsize size, bool delsp)
{
	gsize text = size && line[size - 1] == '\n' ? size - 1 : size;

	if (text == 3 && !memcmp(line, "-- ", 3)) {
		if (reader->flow->len)
			take_line(reader, reader->flow->str, reader->flow->len);
		g_string_truncate(reader->flow, 0);
		take_line(reader, line, size);
		return;
	}
	if (text && *line == ' ') {
		line++;
		text--;
		size--;
	}
	if (text && line[text - 1] == ' ') {
		g_string_append_len(reader->flow, line, text - delsp);
		return;
	}
	g_string_append_len(reader->flow, line, size);
	take_line(reader, reader->flow->str, reader->flow->len);
	g_string_truncate(reader->flow, 0);
}

static void take_part(struct reader *reader, const struct message_part *part)
{
	g_autoptr(GString) line = g_string_new(NULL);
	g_autofree char *text = NULL;
	gsize size;
	const char *at = g_bytes_get_data(part->bytes, &size) ?: "", *end = at + size;

	while (at < end) {
		const char *newline = memchr(at, '\n', end - at);
		gsize length = newline ? (gsize)(newline + 1 - at) : (gsize)(end - at);

		g_string_truncate(line, 0);
		g_string_append_len(line, at, length);
		if (!newline)
			g_string_append_c(line, '\n');
		if (part->flowed)
			take_flowed(reader, line->str, line->len, part->delsp);
		else
			take_line(reader, line->str, line->len);
		at += length;
	}
	if (reader->flow->len) {
		take_line(reader, reader->flow->str, reader->flow->len);
		g_string_truncate(reader->flow, 0);
	}
	text = text_to_utf8(reader->raw->str, reader->raw->len, part->charset);
	g_string_append(reader->log, text);
	g_string_truncate(reader->raw, 0);
}

static bool is_blank(const char *text)
{
	while (g_ascii_isspace(*text))
		text++;
	return !*text;
}

/* the CRs at the end of each line, however many: what is written must read the same again */
static void drop_crs(GString *text)
{
	char *to = text->str;
	gsize crs = 0;

	for (gsize i = 0; i < text->len; i++) {
		if (text->str[i] == '\r') {
			crs++;
			continue;
		}
		for (; crs && text->str[i] != '\n'; crs--)
			*to++ = '\r';
		crs = 0;
		*to++ = text->str[i];
	}
	g_string_truncate(text, to - text->str);
}

/* the message without blank lines around it and without the CRs of an encoded part */
static char *clean_body(GString *log)
{
	const char *start, *p;
	gsize end;

	drop_crs(log);
	start = log->str;
	for (p = start; g_ascii_isspace(*p); p++) {
		if (*p == '\n')
			start = p + 1;
	}
	if (!*p)
		return g_strdup("");
	/* blanks behind the last word stay, as in git mailinfo */
	end = log->len;
	for (gsize i = end; i > 0 && g_ascii_isspace(log->str[i - 1]); i--) {
		if (log->str[i - 1] == '\n')
			end = i - 1;
	}
	g_string_truncate(log, end);
	return g_strdup_printf("%s\n", start);
}

/* lines between "---" and the diff that are made anew when the patch is written */
static bool is_made_anew(const char *line)
{
	return is_blank(line) || diffstat_line(line) || g_str_has_prefix(line, "Index: ") ||
	       g_str_has_prefix(line, "====") || g_str_has_prefix(line, "diff -");
}

/* what the sender wrote between "---" and the diff */
static char *notes_of(const char *text, gsize size)
{
	g_autofree char *copy = text_to_utf8(text ? text : "", size, NULL);
	g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
	unsigned int end = g_strv_length(lines), first = 1;
	GString *notes = g_string_new(NULL);

	if (strncmp(copy, "---", 3) || !is_blank(lines[0] + 3))
		return g_string_free(notes, FALSE);
	while (end > first && is_made_anew(lines[end - 1]))
		end--;
	if (end > first && !strcmp(g_strchomp(lines[end - 1]), "---"))
		end--;
	while (first < end && is_blank(lines[first]))
		first++;
	while (end > first && is_blank(lines[end - 1]))
		end--;
	for (unsigned int i = first; i < end; i++)
		g_string_append_printf(notes, "%s\n", lines[i]);
	return g_string_free(notes, FALSE);
}

static bool read_diff(struct reader *reader, GError **error)
{
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(GError) cause = NULL;
	struct diff *diff;
	const char *start, *text;
	gsize size;

	if (!reader->diff->len) {
		g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT, "there is no patch in it");
		return false;
	}
	bytes = g_bytes_new(reader->diff->str, reader->diff->len);
	diff = diff_parse(bytes, &cause);
	if (!diff) {
		g_set_error(error, cause->domain, cause->code, "in its patch, %s",
			    cause->message);
		return false;
	}
	diff_free(reader->patch->diff);
	reader->patch->diff = diff;
	start = g_bytes_get_data(bytes, NULL);
	text = g_bytes_get_data(diff->text, &size);
	g_free(reader->patch->notes);
	reader->patch->notes = notes_of(start, text ? (gsize)(text - start) : 0);
	return true;
}

static void copy_headers(struct patch *patch, const struct message *message)
{
	patch->message_id = g_strdup(message->message_id);
	patch->commit = g_strdup(message->commit);
	patch->in_reply_to = g_strdup(message->in_reply_to);
	for (guint i = 0; i < message->references->len; i++)
		g_ptr_array_add(patch->references, g_strdup(message->references->pdata[i]));
	g_free(patch->author_name);
	g_free(patch->author_email);
	patch->author_name = g_strdup(message->from_name);
	patch->author_email = g_strdup(message->from_email);
	patch->when = message->when;
	patch->zone = message->zone;
	patch->zone_known = message->zone_known;
	subject_free(patch->subject);
	patch->subject = message_subject(message);
}

static void cut_signature(GString *log)
{
	char *mark = g_strrstr(log->str, "\n-- \n");

	if (mark)
		g_string_truncate(log, mark + 1 - log->str);
	else if (g_str_has_prefix(log->str, "-- \n"))
		g_string_truncate(log, 0);
}

static void reader_clear(struct reader *reader)
{
	g_string_free(reader->log, TRUE);
	g_string_free(reader->raw, TRUE);
	g_string_free(reader->diff, TRUE);
	g_string_free(reader->header, TRUE);
	g_string_free(reader->flow, TRUE);
	g_free(reader->subject);
}

typedef struct reader reader;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(reader, reader_clear)

/* a plain patch has no sender: the first who signed it off wrote it */
static void author_from_trailers(struct patch *patch)
{
	g_autoptr(GPtrArray) trailers = trailers_parse(patch->body);

	for (guint i = 0; i < trailers->len && !*patch->author_email; i++) {
		const struct trailer *trailer = trailers->pdata[i];

		if (trailer_is(trailer, "Signed-off-by") || trailer_is(trailer, "From"))
			set_author(patch, trailer->value);
	}
}

struct patch *patch_from_message(const struct message *message, GError **error)
{
	g_autoptr(patch) patch = patch_new();
	g_auto(reader) reader = {
		.patch = patch,
		.log = g_string_new(NULL),
		.raw = g_string_new(NULL),
		.diff = g_string_new(NULL),
		.header = g_string_new(NULL),
		.flow = g_string_new(NULL),
		.in_headers = !message->no_headers,
	};

	copy_headers(patch, message);
	reader.whole = !patch->subject->number;
	for (guint i = 0; i < message->parts->len; i++)
		take_part(&reader, message->parts->pdata[i]);
	flush_header(&reader);
	if (reader.whole)
		cut_signature(reader.log);
	else if (!read_diff(&reader, error))
		return NULL;
	g_free(patch->body);
	patch->body = clean_body(reader.log);
	patch->upstream = upstream_of(patch->body);
	if (!*patch->author_email)
		author_from_trailers(patch);
	if (reader.subject) {
		g_autoptr(subject) inner = subject_parse(reader.subject);

		g_free(patch->subject->title);
		patch->subject->title = g_steal_pointer(&inner->title);
	}
	return g_steal_pointer(&patch);
}

/* "0001-fix-the-thing.patch" to "fix the thing" */
static char *title_from_name(const char *name)
{
	g_autofree char *base = g_path_get_basename(name);
	char *dot = strrchr(base, '.'), *at = base;

	if (dot && dot > base)
		*dot = '\0';
	while (g_ascii_isdigit(*at) || (at > base && *at == '-' && g_ascii_isdigit(at[-1])))
		at++;
	return g_strdelimit(g_strdup(*at ? at : base), "-_", ' ');
}

/* quilt's header: the first line is the title, "From:" or a sign-off names the author */
struct message *message_from_plain(GBytes *bytes, const char *name)
{
	struct message *message = message_new();
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size) ?: "", *end = data + size, *at = data;
	const char *newline, *text = NULL;

	while (at < end && !text) {
		newline = memchr(at, '\n', end - at);
		if (g_ascii_isspace(*at))
			at = newline ? newline + 1 : end;
		else
			text = at;
	}
	g_free(message->subject);
	newline = text ? memchr(text, '\n', end - text) : NULL;
	if (!newline || patch_breaks(text, newline + 1 - text)) {
		message->subject = title_from_name(name);
	} else {
		message->subject = text_to_utf8(text, newline - text, NULL);
		text = newline + 1;
	}
	if (g_str_has_prefix(message->subject, "Description: "))
		memmove(message->subject, message->subject + 13, strlen(message->subject) - 12);
	g_strchomp(message->subject);
	message_add_text(message, text ? text : "", text ? (gsize)(end - text) : 0);
	return message;
}

struct patch *patch_parse(GBytes *bytes, const char *name, GError **error)
{
	g_autoptr(GBytes) mail = NULL;
	g_autoptr(message) message = NULL;
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	const char *newline = size ? memchr(data, '\n', size) : NULL;
	gsize first = 0;

	if (newline && mbox_separator(data, newline + 1 - data))
		first = newline + 1 - data;
	mail = g_bytes_new_from_bytes(bytes, first, size - first);
	if (size > first && looks_like_mail(data + first, size - first))
		message = message_parse(mail, error);
	else
		message = message_from_plain(mail, name);
	if (!message)
		return NULL;
	message->one_prefix = true;
	return patch_from_message(message, error);
}
