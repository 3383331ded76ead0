// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writing follows git's pretty.c and builtin/log.c, version 2.39: folding and
 * encoding of headers, file names.
 */
#include "format/patch.h"

#include <string.h>

#include "format/diffstat.h"
#include "format/mbox.h"

/* RFC 5322 2.1.1 and RFC 2047 2 */
#define HEADER_WIDTH 78
#define ENCODED_WIDTH 76

/* FORMAT_PATCH_NAME_MAX_DEFAULT in git's log-tree.h */
#define FILE_NAME_MAX 64

struct patch *patch_new(void)
{
	struct patch *patch = g_new0(struct patch, 1);

	patch->references = g_ptr_array_new_with_free_func(g_free);
	patch->subject = subject_parse("");
	patch->author_name = g_strdup("");
	patch->author_email = g_strdup("");
	patch->zone_known = true;
	patch->body = g_strdup("");
	patch->notes = g_strdup("");
	patch->diff = g_new0(struct diff, 1);
	patch->diff->files = g_ptr_array_new_with_free_func((GDestroyNotify)file_diff_free);
	patch->diff->text = g_bytes_new(NULL, 0);
	return patch;
}

void patch_free(struct patch *patch)
{
	if (!patch)
		return;
	g_free(patch->message_id);
	g_free(patch->in_reply_to);
	g_ptr_array_unref(patch->references);
	subject_free(patch->subject);
	g_free(patch->author_name);
	g_free(patch->author_email);
	g_free(patch->body);
	g_free(patch->notes);
	g_free(patch->commit);
	g_free(patch->upstream);
	diff_free(patch->diff);
	g_free(patch);
}

static bool is_plain(const char *text)
{
	for (const char *p = text; *p; p++) {
		if (*p & 0x80 || *p == '\033')
			return false;
	}
	return true;
}

static bool needs_encoding(const char *text)
{
	return !is_plain(text) || strchr(text, '\n') || strstr(text, "=?");
}

static size_t last_line_length(const GString *out)
{
	const char *newline = strrchr(out->str, '\n');

	return newline ? out->len - (newline + 1 - out->str) : out->len;
}

static bool is_special(unsigned char c, bool address)
{
	if (c & 0x80 || !g_ascii_isprint(c) || g_ascii_isspace(c) || strchr("=?_", c))
		return true;
	return address && !g_ascii_isalnum(c) && !strchr("!*+-/", c);
}

static void add_encoded(GString *out, const char *text, bool address)
{
	static const char start[] = "=?UTF-8?q?";
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	size_t width = last_line_length(out) + strlen(start);

	g_string_append(out, start);
	for (const char *p = valid, *next; *p; p = next) {
		bool special;
		size_t size;

		next = g_utf8_next_char(p);
		special = next - p > 1 || is_special(*p, address);
		size = special ? 3 * (next - p) : 1;
		if (width + size + 2 > ENCODED_WIDTH) {
			g_string_append_printf(out, "?=\n %s", start);
			width = strlen(start) + 1;
		}
		for (const char *c = p; c < next; c++)
			g_string_append_printf(out, special ? "=%02X" : "%c", (unsigned char)*c);
		width += size;
	}
	g_string_append(out, "?=");
}

/* words of @text, folded with one blank of indent where a line would get too long */
static void add_folded(GString *out, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	size_t width = last_line_length(out);

	for (unsigned int i = 0; words[i]; i++) {
		size_t size = strlen(words[i]);
		size_t blank = i ? 1 : 0;
		bool fold = width + blank + size > HEADER_WIDTH;

		if (i || fold)
			g_string_append(out, fold ? "\n " : " ");
		g_string_append(out, words[i]);
		width = fold ? 1 + size : width + blank + size;
	}
}

static void add_name(GString *out, const char *name)
{
	g_autofree char *escaped = NULL, *quoted = NULL;
	g_auto(GStrv) parts = NULL;

	if (!strpbrk(name, "()<>[]:;@,.\"\\")) {
		add_folded(out, name);
		return;
	}
	parts = g_strsplit(name, "\\", -1);
	escaped = g_strjoinv("\\\\", parts);
	g_strfreev(g_steal_pointer(&parts));
	parts = g_strsplit(escaped, "\"", -1);
	g_free(escaped);
	escaped = g_strjoinv("\\\"", parts);
	quoted = g_strdup_printf("\"%s\"", escaped);
	add_folded(out, quoted);
}

static void write_from(const struct patch *patch, GString *out)
{
	size_t width = HEADER_WIDTH;

	g_string_append(out, "From: ");
	if (needs_encoding(patch->author_name)) {
		add_encoded(out, patch->author_name, true);
		width = ENCODED_WIDTH;
	} else {
		add_name(out, patch->author_name);
	}
	if (width < last_line_length(out) + strlen(" <>") + strlen(patch->author_email))
		g_string_append_c(out, '\n');
	g_string_append_printf(out, " <%s>\n", patch->author_email);
}

static void write_date(const struct patch *patch, GString *out)
{
	static const char *const days[] = { "", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "",    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int zone = patch->zone_known ? patch->zone : 0;
	g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc(patch->when + zone * 60);

	if (!when)
		when = g_date_time_new_from_unix_utc(0);
	g_string_append_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d %c%02d%02d\n",
			       days[g_date_time_get_day_of_week(when)],
			       g_date_time_get_day_of_month(when),
			       months[g_date_time_get_month(when)], g_date_time_get_year(when),
			       g_date_time_get_hour(when), g_date_time_get_minute(when),
			       g_date_time_get_second(when),
			       zone < 0 || !patch->zone_known ? '-' : '+', ABS(zone) / 60,
			       ABS(zone) % 60);
}

static void write_prefix(const struct subject *subject, GString *out)
{
	g_string_append(out, subject->rfc ? "[RFC PATCH" : "[PATCH");
	if (subject->resend)
		g_string_append(out, " RESEND");
	for (guint i = 0; i < subject->trees->len; i++)
		g_string_append_printf(out, " %s", (char *)subject->trees->pdata[i]);
	if (subject->version > 1)
		g_string_append_printf(out, " v%u", subject->version);
	if (subject->total > 1 || !subject->number) {
		g_autofree char *total = g_strdup_printf("%u", subject->total);

		g_string_append_printf(out, " %0*u/%s", (int)strlen(total), subject->number,
				       total);
	}
	g_string_append(out, "] ");
}

static void write_subject(const struct patch *patch, GString *out)
{
	const char *title = patch->subject->title;

	g_string_append(out, "Subject: ");
	write_prefix(patch->subject, out);
	if (needs_encoding(title))
		add_encoded(out, title, false);
	else
		add_folded(out, title);
	g_string_append_c(out, '\n');
	if (!is_plain(title) || !is_plain(patch->body))
		g_string_append(out, "MIME-Version: 1.0\n"
				     "Content-Type: text/plain; charset=UTF-8\n"
				     "Content-Transfer-Encoding: 8bit\n");
}

/* a line that would begin another mail of a mailbox is indented */
static void append_lines(GString *out, const char *text)
{
	while (*text) {
		const char *newline = strchr(text, '\n');
		gsize size = newline ? (gsize)(newline + 1 - text) : strlen(text);

		if (mbox_separator(text, size))
			g_string_append_c(out, ' ');
		g_string_append_len(out, text, size);
		text += size;
	}
}

/* git and we take headers above a body for headers of the mail, until a blank line */
static void write_body(const struct patch *patch, GString *out)
{
	if (patch->subject->number && patch_inbody(patch->body)) {
		write_from(patch, out);
		g_string_append_c(out, '\n');
	}
	append_lines(out, patch->body);
}

static void end_line(GString *out)
{
	if (out->len && out->str[out->len - 1] != '\n')
		g_string_append_c(out, '\n');
}

static void write_diff(const struct diff *diff, GString *out)
{
	gsize size = 0;
	const char *text = diff->text ? g_bytes_get_data(diff->text, &size) : NULL;

	if (size && !diff_is_bare(diff))
		g_string_append_len(out, text, size);
	else
		diff_write(diff, out);
	end_line(out);
}

static void write_change(const struct patch *patch, GString *out)
{
	g_string_append(out, "---\n");
	if (*patch->notes) {
		append_lines(out, patch->notes);
		end_line(out);
		g_string_append(out, "---\n");
	}
	diffstat_write(patch->diff, out);
	g_string_append_c(out, '\n');
	write_diff(patch->diff, out);
}

void patch_write(const struct patch *patch, GString *out)
{
	bool full = patch->upstream && strlen(patch->upstream) == 40;

	g_string_append_printf(out, "From %s Mon Sep 17 00:00:00 2001\n",
			       full ? patch->upstream :
				      "0000000000000000000000000000000000000000");
	write_from(patch, out);
	write_date(patch, out);
	write_subject(patch, out);
	g_string_append_c(out, '\n');
	write_body(patch, out);
	end_line(out);
	if (patch->diff->files->len)
		write_change(patch, out);
	g_string_append(out, "-- \nbackstitch\n\n");
}

static bool is_title_char(char c)
{
	return g_ascii_isalnum(c) || c == '.' || c == '_';
}

/* format_sanitized_subject() in git's pretty.c */
static void add_sanitized(GString *out, const char *title)
{
	size_t start = out->len;
	int space = 2;

	for (const char *p = title; *p; p++) {
		if (!is_title_char(*p)) {
			space |= 1;
			continue;
		}
		if (space == 1)
			g_string_append_c(out, '-');
		space = 0;
		g_string_append_c(out, *p);
		while (*p == '.' && p[1] == '.')
			p++;
	}
	while (out->len > start && strchr(".-", out->str[out->len - 1]))
		g_string_truncate(out, out->len - 1);
}

char *patch_file_name(const struct patch *patch, unsigned int number)
{
	GString *name = g_string_new(NULL);

	g_string_append_printf(name, "%04u-", number);
	add_sanitized(name, number ? patch->subject->title : "cover-letter");
	if (name->len > FILE_NAME_MAX - strlen(".patch") - 1)
		g_string_truncate(name, FILE_NAME_MAX - strlen(".patch") - 1);
	g_string_append(name, ".patch");
	return g_string_free(name, FALSE);
}
