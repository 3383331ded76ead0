// SPDX-License-Identifier: GPL-2.0-only
#include "format/archive.h"

#include <string.h>

#include "base/error.h"

#define USER "([A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+)"
#define HOST "([A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+)"

/* pages give the reviewer's clock with the name of the archive's zone */
static const struct {
	const char *name;
	int minutes;
} zones[] = {
	{ "UTC", 0 },	 { "GMT", 0 },	  { "BST", 60 },   { "CET", 60 },   { "CEST", 120 },
	{ "EET", 120 },	 { "EEST", 180 }, { "JST", 540 },  { "AEST", 600 }, { "AEDT", 660 },
	{ "NZST", 720 }, { "NZDT", 780 }, { "EST", -300 }, { "EDT", -240 }, { "CDT", -300 },
	{ "MST", -420 }, { "MDT", -360 }, { "PST", -480 }, { "PDT", -420 },
};

struct page {
	char **lines;
	unsigned int title;
	unsigned int author;
	unsigned int date;
};

static bool match_author(const char *line, GMatchInfo **out)
{
	g_autoptr(GRegex)
		regex = g_regex_new("^\\s*(.*\\S)\\s+" USER " at " HOST "\\s*$", 0, 0, NULL);

	return g_utf8_validate(line, -1, NULL) && g_regex_match(regex, line, 0, out);
}

static bool is_date(const char *line)
{
	return g_regex_match_simple("^\\s*(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\\d{1,2} "
				    "\\d\\d:\\d\\d:\\d\\d [A-Za-z0-9+-]* ?\\d{4}\\s*$",
				    line, G_REGEX_RAW, 0);
}

static unsigned int next_text(char **lines, unsigned int at)
{
	while (lines[at] && !*g_strchomp(lines[at]))
		at++;
	return at;
}

/* a title, a line with "user at host" and a date follow each other, blank lines aside */
static bool find_head(struct page *page)
{
	g_autoptr(GMatchInfo) match = NULL;

	page->title = next_text(page->lines, 0);
	if (!page->lines[page->title])
		return false;
	page->author = next_text(page->lines, page->title + 1);
	if (!page->lines[page->author] || !match_author(page->lines[page->author], &match))
		return false;
	page->date = next_text(page->lines, page->author + 1);
	return page->lines[page->date] && is_date(page->lines[page->date]);
}

bool archive_recognise(const char *text, gsize size)
{
	g_autofree char *head = g_strndup(text, MIN(size, 4096));
	struct page page = { .lines = g_strsplit(head, "\n", 16) };
	bool found = find_head(&page);

	g_strfreev(page.lines);
	return found;
}

static void read_author(struct message *message, const char *line)
{
	g_autoptr(GMatchInfo) match = NULL;
	g_autofree char *user = NULL, *host = NULL;

	match_author(line, &match);
	user = g_match_info_fetch(match, 2);
	host = g_match_info_fetch(match, 3);
	g_free(message->from_name);
	g_free(message->from_email);
	message->from_name = g_match_info_fetch(match, 1);
	message->from_email = g_strdup_printf("%s@%s", user, host);
}

/* "Wed Oct 29 17:37:55 AEDT 2025" */
static void read_date(struct message *message, const char *line)
{
	g_auto(GStrv) words = g_regex_split_simple("\\s+", line, G_REGEX_RAW, 0);
	unsigned int count = g_strv_length(words);
	unsigned int first = count && !*words[0] ? 1 : 0;
	g_autofree char *text = NULL;

	if (count - first < 6)
		return;
	text = g_strdup_printf("%s, %s %s %s %s +0000", words[first], words[first + 2],
			       words[first + 1], words[first + 5], words[first + 3]);
	if (!date_parse(text, &message->when, &message->zone, &message->zone_known))
		return;
	message->zone_known = false;
	for (size_t i = 0; i < G_N_ELEMENTS(zones); i++) {
		if (strcmp(words[first + 4], zones[i].name))
			continue;
		message->zone_known = true;
		message->zone = zones[i].minutes;
		message->when -= 60 * zones[i].minutes;
	}
}

static bool is_navigation(const char *line)
{
	return g_regex_match_simple(
		"^\\s*(\\W\\s*)?(Previous message|Next message|Messages sorted "
		"by)|^\\s*[_-]{10,}\\s*$",
		line, G_REGEX_RAW, 0);
}

static bool is_footer(const char *line)
{
	return g_regex_match_simple("^\\s*More information about the \\S+ mailing list\\s*$",
				    line, G_REGEX_RAW, 0);
}

struct message *archive_parse(GBytes *bytes, GError **error)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	g_autofree char *text = text_to_utf8(data ? data : "", size, NULL);
	g_auto(GStrv) lines = NULL;
	g_autoptr(GString) body = g_string_new(NULL);
	g_autoptr(message) message = message_new();
	struct page page = { 0 };
	unsigned int at;

	message->crlf = strstr(text, "\r\n") != NULL;
	lines = g_regex_split_simple("\r?\n", text, G_REGEX_RAW, 0);
	page.lines = lines;
	if (!find_head(&page)) {
		g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT,
				    "it is no page of a list archive");
		return NULL;
	}
	g_free(message->subject);
	message->subject = g_strstrip(g_strdup(lines[page.title]));
	read_author(message, lines[page.author]);
	read_date(message, lines[page.date]);
	message->obfuscated = true;
	at = next_text(lines, page.date + 1);
	while (lines[at] && is_navigation(lines[at]))
		at = next_text(lines, at + 1);
	for (; lines[at] && !is_footer(lines[at]); at++)
		g_string_append_printf(body, "%s\n", lines[at]);
	message_add_text(message, body->str, body->len);
	return g_steal_pointer(&message);
}

static char *replace(char *line, const char *pattern, const char *by)
{
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_RAW, 0, NULL);
	char *out = g_regex_replace(regex, line, -1, 0, by, 0, NULL);

	if (!out)
		return line;
	g_free(line);
	return out;
}

char *archive_addresses(const char *line)
{
	char *out = g_strdup(line);

	if (!strstr(out, " at "))
		return out;
	out = replace(out, "<" USER " at " HOST ">", "<\\1@\\2>");
	out = replace(out, "^(Cc|To|[A-Z][A-Za-z-]*-by): +" USER " at " HOST "(\\s*(?:#.*)?)$",
		      "\\1: \\2@\\3\\4");
	return replace(out, "^(Link|Closes|Message-I[dD]): +(\\S*/)?" USER " at " HOST "(/?)$",
		       "\\1: \\2\\3@\\4\\5");
}
