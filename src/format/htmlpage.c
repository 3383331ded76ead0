// SPDX-License-Identifier: GPL-2.0-only
#include "format/htmlpage.h"

#include <string.h>

#include "base/error.h"
#include "format/archive.h"

/* longer than any entity that is known here */
#define ENTITY_MAX 12

static const struct {
	const char *name;
	const char *text;
} entities[] = {
	{ "lt", "<" },	  { "gt", ">" },   { "amp", "&" },
	{ "quot", "\"" }, { "apos", "'" }, { "nbsp", " " },
};

/* the text of a page while it is put together */
struct page {
	const char *at;
	const char *end;
	GString *text;
	bool pre;
	bool article; /* the message was seen to begin */
};

bool html_recognise(const char *text, gsize size)
{
	static const char *const starts[] = { "<html", "<!doctype html", "<head", "<?xml" };

	while (size && g_ascii_isspace(*text)) {
		text++;
		size--;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
		size_t length = strlen(starts[i]);

		if (size >= length && !g_ascii_strncasecmp(text, starts[i], length))
			return true;
	}
	return false;
}

/* "#39", "#x27": the character, 0 when it is none that a text may hold */
static gunichar numbered(const char *name)
{
	bool hex = name[1] == 'x' || name[1] == 'X';
	guint64 value = g_ascii_strtoull(name + 1 + hex, NULL, hex ? 16 : 10);

	return value && value <= 0x10ffff && g_unichar_validate(value) ? value : 0;
}

static void take_entity(struct page *page)
{
	const char *close = memchr(page->at, ';', MIN(page->end - page->at, ENTITY_MAX));
	g_autofree char *name = close ? g_strndup(page->at + 1, close - page->at - 1) : NULL;
	gunichar c = name && *name == '#' ? numbered(name) : 0;

	for (size_t i = 0; name && i < G_N_ELEMENTS(entities); i++) {
		if (!strcmp(name, entities[i].name)) {
			g_string_append(page->text, entities[i].text);
			page->at = close + 1;
			return;
		}
	}
	if (c) {
		g_string_append_unichar(page->text, c);
		page->at = close + 1;
	} else {
		g_string_append_c(page->text, *page->at++);
	}
}

static bool is_tag(const char *tag, size_t size, const char *name)
{
	size_t length = strlen(name);

	return size >= length && !g_ascii_strncasecmp(tag, name, length) &&
	       (size == length || !g_ascii_isalnum(tag[length]));
}

static void new_line(struct page *page)
{
	if (page->text->len && page->text->str[page->text->len - 1] != '\n')
		g_string_append_c(page->text, '\n');
}

/* behind @mark, in any case; the end when there is none */
static const char *skip_past(const struct page *page, const char *at, const char *mark)
{
	size_t size = strlen(mark);

	for (; at + size <= page->end; at++) {
		if (!g_ascii_strncasecmp(at, mark, size))
			return at + size;
	}
	return page->end;
}

/* what is inside of these is no text */
static bool skip_element(struct page *page, const char *tag, size_t size)
{
	if (is_tag(tag, size, "script"))
		page->at = skip_past(page, page->at, "</script>");
	else if (is_tag(tag, size, "style"))
		page->at = skip_past(page, page->at, "</style>");
	else if (is_tag(tag, size, "title"))
		page->at = skip_past(page, page->at, "</title>");
	else
		return false;
	return true;
}

static void take_tag(struct page *page)
{
	static const char *const blocks[] = { "br", "p",  "li",	 "ul",	"hr", "h1",
					      "h2", "tr", "div", "/h1", "/h2" };
	const char *tag = page->at + 1;
	const char *close = memchr(tag, '>', page->end - tag);
	size_t size;

	if (g_str_has_prefix(tag, "!--")) {
		page->at = skip_past(page, tag, "-->");
		return;
	}
	if (!close) {
		page->at = page->end;
		return;
	}
	size = close - tag;
	page->at = close + 1;
	if (skip_element(page, tag, size))
		return;
	if (is_tag(tag, size, "pre")) {
		new_line(page);
		page->pre = true;
		/* a page of public-inbox has one for its search form as well */
		if (g_strstr_len(tag, size, "id=b") || g_strstr_len(tag, size, "id=\"b\"")) {
			g_string_truncate(page->text, 0);
			page->article = true;
		}
	} else if (is_tag(tag, size, "/pre")) {
		page->pre = false;
		if (page->article)
			page->at = page->end;
	}
	for (size_t i = 0; !page->pre && i < G_N_ELEMENTS(blocks); i++) {
		if (is_tag(tag, size, blocks[i]))
			new_line(page);
	}
}

static void take_char(struct page *page)
{
	char c = *page->at++;

	if (page->pre) {
		if (c != '\r')
			g_string_append_c(page->text, c);
		return;
	}
	if (!g_ascii_isspace(c))
		g_string_append_c(page->text, c);
	else if (page->text->len && !g_ascii_isspace(page->text->str[page->text->len - 1]))
		g_string_append_c(page->text, ' ');
}

static const char article[] = "<!--beginarticle-->";

static GString *text_of(const char *html, gsize size)
{
	struct page page = { .at = html, .end = html + size, .text = g_string_new(NULL) };

	while (page.at < page.end) {
		if (*page.at == '<') {
			page.article |= g_str_has_prefix(page.at, article);
			take_tag(&page);
		} else if (*page.at == '&') {
			take_entity(&page);
		} else {
			take_char(&page);
		}
	}
	return page.text;
}

/* "Date: …<tab>[thread overview]", "Message-ID: <id> (raw)": links of the page, not of the mail */
static void drop_links(GString *text)
{
	char *blank = strstr(text->str, "\n\n");
	g_autofree char *head = g_strndup(text->str, blank ? blank - text->str : (gssize)text->len);
	g_autoptr(GString) clean = g_string_new(head);

	g_string_replace(clean, "\t[thread overview]", "", 0);
	g_string_replace(clean, " (raw)\n", "\n", 0);
	if (g_str_has_suffix(clean->str, " (raw)"))
		g_string_truncate(clean, clean->len - strlen(" (raw)"));
	g_string_append(clean, blank ? blank : "\n\n");
	g_string_assign(text, clean->str);
}

/* the head is decoded already; a body of UTF-8 says so, for it is read as a mail */
static struct message *from_inbox(GString *text, GError **error)
{
	g_autoptr(GBytes) mail = NULL;

	drop_links(text);
	g_string_prepend(text, "Content-Type: text/plain; charset=\"utf-8\"\n"
			       "Content-Transfer-Encoding: 8bit\n");
	mail = g_bytes_new(text->str, text->len);
	return message_parse(mail, error);
}

struct message *html_parse(GBytes *bytes, GError **error)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	g_autofree char *html = text_to_utf8(data ? data : "", size, NULL);
	g_autoptr(GString) text = text_of(html, strlen(html));
	g_autoptr(GBytes) page = g_bytes_new(text->str, text->len);

	if (archive_recognise(text->str, text->len))
		return archive_parse(page, error);
	if (g_str_has_prefix(text->str, "From: ") && strstr(text->str, "\nMessage-ID: "))
		return from_inbox(text, error);
	g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT,
			    "it is an HTML page that shows no single message of a list archive; "
			    "save the message as text or as mbox");
	return NULL;
}
