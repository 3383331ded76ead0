// SPDX-License-Identifier: GPL-2.0-only
/*
 * MIME is GMime's work; what stays here is the choice of parts and the
 * conversions, which follow git mailinfo.
 */
#include "format/message.h"

#include <gmime/gmime.h>
#include <string.h>

#include "base/error.h"
#include "base/escape.h"

/* characters of a subject that an error shows */
#define NAME_MAX_CHARS 120

/* within so many bytes a mail must have told its sender or subject */
#define HEADERS_MAX (1 << 20)

G_DEFINE_AUTOPTR_CLEANUP_FUNC(InternetAddressList, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeReferences, g_mime_references_free)

static void part_free(gpointer data)
{
	struct message_part *part = data;

	g_bytes_unref(part->bytes);
	g_free(part->charset);
	g_free(part);
}

struct message *message_new(void)
{
	struct message *message = g_new0(struct message, 1);

	message->references = g_ptr_array_new_with_free_func(g_free);
	message->people = g_ptr_array_new_with_free_func(g_free);
	message->parts = g_ptr_array_new_with_free_func(part_free);
	message->subject = g_strdup("");
	message->from_name = g_strdup("");
	message->from_email = g_strdup("");
	return message;
}

struct subject *message_subject(const struct message *message)
{
	return message->one_prefix ? subject_parse_own(message->subject) :
				     subject_parse(message->subject);
}

void message_free(struct message *message)
{
	if (!message)
		return;
	g_free(message->message_id);
	g_free(message->in_reply_to);
	g_ptr_array_unref(message->references);
	g_free(message->subject);
	g_free(message->from_name);
	g_free(message->from_email);
	g_ptr_array_unref(message->people);
	g_ptr_array_unref(message->parts);
	g_free(message->commit);
	g_free(message);
}

static void start_gmime(void)
{
	static gsize started;

	if (g_once_init_enter(&started)) {
		g_mime_init();
		g_once_init_leave(&started, 1);
	}
}

char *text_to_utf8(const char *bytes, gsize size, const char *charset)
{
	g_autofree char *text = NULL;

	if (charset && g_ascii_strcasecmp(charset, "utf-8") &&
	    g_ascii_strcasecmp(charset, "us-ascii")) {
		text = g_convert(bytes, size, "UTF-8", charset, NULL, NULL, NULL);
		if (text && g_utf8_validate(text, -1, NULL))
			return g_steal_pointer(&text);
		g_clear_pointer(&text, g_free);
	}
	if (!g_utf8_validate(bytes, size, NULL)) {
		text = g_convert(bytes, size, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
		return text ? g_steal_pointer(&text) : escape_utf8(bytes, size);
	}
	return g_strndup(bytes, size);
}

void message_add_text(struct message *message, const char *text, gsize size)
{
	struct message_part *part = g_new0(struct message_part, 1);

	part->bytes = g_bytes_new(text, size);
	part->charset = g_strdup("utf-8");
	g_ptr_array_add(message->parts, part);
}

char *message_text(const struct message *message)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < message->parts->len; i++) {
		const struct message_part *part = message->parts->pdata[i];
		gsize size;
		const char *bytes = g_bytes_get_data(part->bytes, &size);
		g_autofree char *text = text_to_utf8(bytes ? bytes : "", size, part->charset);

		g_string_append(out, text);
		if (out->len && out->str[out->len - 1] != '\n')
			g_string_append_c(out, '\n');
	}
	g_string_replace(out, "\r\n", "\n", 0);
	return g_string_free(out, FALSE);
}

char *message_name(const struct message *message)
{
	const char *name = message->subject;
	g_autofree char *head = NULL;

	if (!*name)
		name = message->message_id ? message->message_id : "without subject";
	head = g_utf8_substring(name, 0, MIN(g_utf8_strlen(name, -1), NAME_MAX_CHARS));
	return escape_line(head, -1);
}

char *person_format(const char *name, const char *email)
{
	if (!*email || !g_ascii_strcasecmp(name, email))
		return g_strdup(name);
	return *name ? g_strdup_printf("%s <%s>", name, email) : g_strdup(email);
}

/* the library leaves the fold of a long first word in */
static char *one_line(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		if (*from != '\n' && *from != '\r')
			*to++ = *from;
	}
	*to = '\0';
	return g_strstrip(text);
}

static bool first_mailbox(InternetAddressList *list, char **out_name, char **out_email)
{
	for (int i = 0; list && i < internet_address_list_length(list); i++) {
		InternetAddress *address = internet_address_list_get_address(list, i);
		const char *name = internet_address_get_name(address);
		const char *email;

		if (!INTERNET_ADDRESS_IS_MAILBOX(address))
			continue;
		email = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address));
		*out_name = one_line(escape_utf8(name ? name : "", -1));
		*out_email = one_line(escape_utf8(email ? email : "", -1));
		return true;
	}
	return false;
}

/* the address of a single person as it stands in brackets; NULL where there is not just one */
static char *bracketed(const char *text)
{
	const char *open = strchr(text, '<'), *close = open ? strchr(open, '>') : NULL;

	if (!close || strchr(open + 1, '<') || close[1 + strspn(close + 1, " \t\r\n")])
		return NULL;
	return one_line(escape_utf8(open + 1, close - open - 1));
}

/* "Name <what[1] is no address]@host>": git takes it as it stands, the library none of it */
static bool odd_mailbox(const char *text, char **out_name, char **out_email)
{
	g_autofree char *email = bracketed(text), *phrase = NULL, *name = NULL;

	if (!email || !*email || (*out_email && !strcmp(email, *out_email)))
		return false;
	phrase = g_strndup(text, strchr(text, '<') - text);
	name = g_mime_utils_header_decode_phrase(NULL, g_strstrip(phrase));
	g_mime_utils_unquote_string(name);
	g_free(*out_name);
	g_free(*out_email);
	*out_name = one_line(escape_utf8(name, -1));
	*out_email = g_steal_pointer(&email);
	return true;
}

bool person_parse(const char *text, char **out_name, char **out_email)
{
	g_autoptr(InternetAddressList) list = NULL;
	bool found;

	start_gmime();
	*out_name = *out_email = NULL;
	list = internet_address_list_parse(NULL, text);
	found = first_mailbox(list, out_name, out_email);
	return odd_mailbox(text, out_name, out_email) || found;
}

bool date_parse(const char *text, gint64 *out_when, int *out_zone, bool *out_zone_known)
{
	g_autoptr(GDateTime) when = NULL;

	start_gmime();
	when = g_mime_utils_header_decode_date(text);
	if (!when)
		return false;
	*out_when = g_date_time_to_unix(when);
	*out_zone = g_date_time_get_utc_offset(when) / (60 * G_TIME_SPAN_SECOND);
	*out_zone_known = !strstr(text, "-0000");
	return true;
}

/* text for people and diffs; not the HTML twin of a text part */
static bool is_text(GMimePart *part)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
	const char *name = g_mime_part_get_filename(part);

	if (!type || g_mime_content_type_is_type(type, "text", "*"))
		return !type || !g_mime_content_type_is_type(type, "text", "html");
	return name && (g_str_has_suffix(name, ".patch") || g_str_has_suffix(name, ".diff"));
}

static bool parameter_is(GMimeObject *object, const char *name, const char *value)
{
	const char *found = g_mime_object_get_content_type_parameter(object, name);

	return found && !g_ascii_strcasecmp(found, value);
}

static void add_part(GMimeObject *parent, GMimeObject *object, gpointer data)
{
	struct message *message = data;
	struct message_part *part;
	g_autoptr(GMimeStream) stream = NULL;
	GMimeDataWrapper *content;
	GByteArray *bytes;

	if (!GMIME_IS_PART(object) || !is_text(GMIME_PART(object)))
		return;
	content = g_mime_part_get_content(GMIME_PART(object));
	if (!content)
		return;
	stream = g_mime_stream_mem_new();
	g_mime_data_wrapper_write_to_stream(content, stream);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	part = g_new0(struct message_part, 1);
	part->bytes = g_bytes_new(bytes->data, bytes->len);
	part->charset = g_strdup(g_mime_object_get_content_type_parameter(object, "charset"));
	part->flowed = parameter_is(object, "format", "flowed");
	part->delsp = parameter_is(object, "delsp", "yes");
	g_ptr_array_add(message->parts, part);
}

static void add_people(struct message *message, InternetAddressList *list)
{
	for (int i = 0; list && i < internet_address_list_length(list); i++) {
		InternetAddress *address = internet_address_list_get_address(list, i);
		const char *name = internet_address_get_name(address), *email;
		g_autofree char *clean = NULL, *safe = NULL;

		if (!INTERNET_ADDRESS_IS_MAILBOX(address))
			continue;
		email = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address));
		clean = escape_utf8(name ? name : "", -1);
		safe = escape_utf8(email ? email : "", -1);
		g_ptr_array_add(message->people, person_format(g_strstrip(clean), safe));
	}
}

static void read_references(struct message *message, GMimeObject *object)
{
	const char *header = g_mime_object_get_header(object, "References");
	g_autoptr(GMimeReferences) list = header ? g_mime_references_parse(NULL, header) : NULL;

	for (int i = 0; list && i < g_mime_references_length(list); i++)
		g_ptr_array_add(message->references,
				g_strdup(g_mime_references_get_message_id(list, i)));
	header = g_mime_object_get_header(object, "In-Reply-To");
	g_clear_pointer(&list, g_mime_references_free);
	list = header ? g_mime_references_parse(NULL, header) : NULL;
	if (list && g_mime_references_length(list))
		message->in_reply_to = g_strdup(g_mime_references_get_message_id(list, 0));
}

/* "user at host (Name)", as list archives write it */
static bool read_hidden_from(struct message *message, const char *header)
{
	g_autoptr(GRegex) regex =
		g_regex_new("^\\s*(\\S+) at (\\S+)(?: \\((.*)\\))?\\s*$", G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	g_autofree char *user = NULL, *host = NULL, *name = NULL;

	if (!header || !g_regex_match(regex, header, 0, &match))
		return false;
	user = g_match_info_fetch(match, 1);
	host = g_match_info_fetch(match, 2);
	name = g_match_info_fetch(match, 3);
	g_free(message->from_name);
	g_free(message->from_email);
	message->from_name = escape_utf8(name ? name : "", -1);
	message->from_email = g_strdup_printf("%s@%s", user, host);
	message->obfuscated = true;
	return true;
}

static void read_from(struct message *message, GMimeMessage *mail)
{
	const char *header = g_mime_object_get_header(GMIME_OBJECT(mail), "From");
	char *name, *email;

	if (!header || read_hidden_from(message, header) || !person_parse(header, &name, &email))
		return;
	g_free(message->from_name);
	g_free(message->from_email);
	message->from_email = email;
	message->from_name = *name ? name : g_strdup(email);
	if (!*name)
		g_free(name);
}

static void read_headers(struct message *message, GMimeMessage *mail)
{
	const char *subject = g_mime_message_get_subject(mail);
	const char *date = g_mime_object_get_header(GMIME_OBJECT(mail), "Date");
	const char *id = g_mime_message_get_message_id(mail);

	message->message_id = id && *id ? escape_utf8(id, -1) : NULL;
	g_free(message->subject);
	message->subject = escape_utf8(subject ? subject : "", -1);
	g_strdelimit(message->subject, "\r\n\t", ' ');
	if (date)
		date_parse(date, &message->when, &message->zone, &message->zone_known);
	read_from(message, mail);
	read_references(message, GMIME_OBJECT(mail));
	add_people(message, g_mime_message_get_to(mail));
	add_people(message, g_mime_message_get_cc(mail));
}

/* CR LF to LF on every line, as git mailsplit does */
static GBytes *strip_cr(GBytes *bytes)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	GByteArray *out = g_byte_array_sized_new(size);
	const char *from = data, *end = data + size, *cr;

	while ((cr = memchr(from, '\r', end - from))) {
		gsize keep = cr - from + !(cr + 1 < end && cr[1] == '\n');

		g_byte_array_append(out, (const guint8 *)from, keep);
		from = cr + 1;
	}
	g_byte_array_append(out, (const guint8 *)from, end - from);
	return g_byte_array_free_to_bytes(out);
}

static bool is_header_name(const char *line, const char *end)
{
	const char *p = line;

	while (p < end && (g_ascii_isalnum(*p) || *p == '-'))
		p++;
	return p > line && p < end && *p == ':';
}

/* "kvm: fix it" starts as a header does; only the sender or a subject makes a mail */
bool looks_like_mail(const char *text, gsize size)
{
	const char *end = text + MIN(size, HEADERS_MAX), *line = text;
	bool found = false;

	if (!is_header_name(text, end))
		return false;
	while (line < end && *line != '\n' && *line != '\r' && !found) {
		const char *newline = memchr(line, '\n', end - line);

		found = end - line > 8 && (!g_ascii_strncasecmp(line, "From:", 5) ||
					   !g_ascii_strncasecmp(line, "Subject:", 8));
		line = newline ? newline + 1 : end;
	}
	return found;
}

struct message *message_parse(GBytes *bytes, GError **error)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	const char *newline = size ? memchr(data, '\n', size) : NULL;
	bool crlf = newline && newline > data && newline[-1] == '\r';
	g_autoptr(GBytes) clean = crlf ? strip_cr(bytes) : g_bytes_ref(bytes);
	g_autoptr(GMimeStream) stream = NULL;
	g_autoptr(GMimeParser) parser = NULL;
	g_autoptr(GMimeMessage) mail = NULL;
	struct message *message;

	if (!size || !looks_like_mail(data, size)) {
		g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT,
				    "it does not start with mail headers");
		return NULL;
	}
	start_gmime();
	data = g_bytes_get_data(clean, &size);
	stream = g_mime_stream_mem_new_with_buffer(data, size);
	parser = g_mime_parser_new_with_stream(stream);
	mail = g_mime_parser_construct_message(parser, NULL);
	if (!mail) {
		g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT,
				    "its headers cannot be read");
		return NULL;
	}
	message = message_new();
	message->crlf = crlf;
	read_headers(message, mail);
	g_mime_message_foreach(mail, add_part, message);
	return message;
}
