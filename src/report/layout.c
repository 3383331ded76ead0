// SPDX-License-Identifier: GPL-2.0-only
#include "report/layout.h"

#include <string.h>

#include "base/escape.h"

#define ITEM_INDENT 2
#define ITEM_LABEL 10

static unsigned int char_width(gunichar c)
{
	if (g_unichar_iszerowidth(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
}

unsigned int text_width(const char *text)
{
	unsigned int width = 0;

	for (; *text; text = g_utf8_next_char(text))
		width += char_width(g_utf8_get_char(text));
	return width;
}

/* bytes of the longest start of @text that fits; at least one character */
static size_t fitting(const char *text, unsigned int width)
{
	const char *p = g_utf8_next_char(text);
	unsigned int used = char_width(g_utf8_get_char(text));

	for (; *p; p = g_utf8_next_char(p)) {
		used += char_width(g_utf8_get_char(p));
		if (used > width)
			break;
	}
	return p - text;
}

static void flush_line(GPtrArray *lines, GString *line)
{
	g_ptr_array_add(lines, g_strdup(line->str));
	g_string_truncate(line, 0);
}

static void wrap_word(GPtrArray *lines, GString *line, const char *word, unsigned int width,
		      bool hard)
{
	unsigned int used = text_width(line->str);

	if (used && used + 1 + text_width(word) > width) {
		flush_line(lines, line);
		used = 0;
	}
	if (used)
		g_string_append_c(line, ' ');
	while (hard && text_width(word) > width) {
		size_t size = fitting(word, width);

		g_string_append_len(line, word, size);
		flush_line(lines, line);
		word += size;
	}
	g_string_append(line, word);
}

GPtrArray *text_wrap(const char *text, unsigned int width, bool hard)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) line = g_string_new(NULL);
	g_auto(GStrv) words = g_strsplit(text, " ", -1);

	for (char **word = words; *word; word++) {
		if (**word)
			wrap_word(lines, line, *word, MAX(width, 1), hard);
	}
	if (line->len || !lines->len)
		flush_line(lines, line);
	return lines;
}

void sheet_paint(struct sheet *sheet, const char *sgr, const char *text)
{
	if (sheet->colour && sgr && *text)
		g_string_append_printf(sheet->out, "\033[%sm%s\033[0m", sgr, text);
	else
		g_string_append(sheet->out, text);
}

void sheet_pad(struct sheet *sheet, unsigned int count)
{
	for (; count; count--)
		g_string_append_c(sheet->out, ' ');
}

void sheet_cell(struct sheet *sheet, const char *sgr, const char *text, unsigned int width)
{
	unsigned int used = text_width(text);

	sheet_paint(sheet, sgr, text);
	sheet_pad(sheet, width > used ? width - used : 0);
}

void sheet_newline(struct sheet *sheet)
{
	while (sheet->out->len && sheet->out->str[sheet->out->len - 1] == ' ')
		g_string_truncate(sheet->out, sheet->out->len - 1);
	g_string_append_c(sheet->out, '\n');
}

static unsigned int room(const struct sheet *sheet, unsigned int indent)
{
	return sheet->columns > indent + 16 ? sheet->columns - indent : 16;
}

void sheet_wrapped(struct sheet *sheet, unsigned int indent, const char *sgr, const char *text)
{
	g_autofree char *safe = escape_line(text, -1);
	g_autoptr(GPtrArray) lines = text_wrap(safe, room(sheet, indent), false);

	for (guint i = 0; i < lines->len; i++) {
		sheet_pad(sheet, indent);
		sheet_paint(sheet, sgr, lines->pdata[i]);
		sheet_newline(sheet);
	}
}

void sheet_item(struct sheet *sheet, const char *label, const char *sgr, const char *text)
{
	unsigned int indent = ITEM_INDENT + ITEM_LABEL;
	g_autofree char *safe = escape_line(text, -1);
	g_autoptr(GPtrArray) lines = text_wrap(safe, room(sheet, indent), false);

	for (guint i = 0; i < lines->len; i++) {
		sheet_pad(sheet, ITEM_INDENT);
		sheet_cell(sheet, "2", i ? "" : label, ITEM_LABEL);
		sheet_paint(sheet, sgr, lines->pdata[i]);
		sheet_newline(sheet);
	}
}

void sheet_items(struct sheet *sheet, const char *label, const char *sgr, const GPtrArray *texts)
{
	for (guint i = 0; texts && i < texts->len; i++)
		sheet_item(sheet, i ? "" : label, sgr, texts->pdata[i]);
}

void sheet_others(struct sheet *sheet, const char *label, const char *sgr, const GPtrArray *texts,
		  const char *said)
{
	g_autoptr(GPtrArray) others = g_ptr_array_new();

	for (guint i = 0; i < texts->len; i++) {
		if (!said || !strstr(said, texts->pdata[i]))
			g_ptr_array_add(others, texts->pdata[i]);
	}
	sheet_items(sheet, label, sgr, others);
}

void sheet_command(struct sheet *sheet, const char *label, const char *text)
{
	g_autofree char *safe = escape_line(text, -1);

	sheet_pad(sheet, ITEM_INDENT);
	sheet_cell(sheet, "2", label, ITEM_LABEL);
	sheet_paint(sheet, NULL, safe);
	sheet_newline(sheet);
}
