/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text in columns of a terminal: widths, padding, wrapping.
 */
#ifndef REPORT_LAYOUT_H
#define REPORT_LAYOUT_H

#include <glib.h>
#include <stdbool.h>

/** text_width() - terminal columns that valid UTF-8 takes: wide characters two, combining none */
unsigned int text_width(const char *text);

/**
 * text_wrap() - break a line at blanks
 * @text: valid UTF-8 without newlines
 * @width: columns of the first and all other lines, at least 1
 * @hard: cut words that are longer than @width, for tables; else they stick out, so that
 *        paths can be copied
 * Return: char *, at least one
 */
GPtrArray *text_wrap(const char *text, unsigned int width, bool hard);

/**
 * struct sheet - text that is being laid out
 * @out: the text
 * @colour: paint it
 * @columns: width
 */
struct sheet {
	GString *out;
	bool colour;
	unsigned int columns;
};

/** sheet_paint() - append @text, in the SGR parameters @sgr when colour is on (NULL: plain) */
void sheet_paint(struct sheet *sheet, const char *sgr, const char *text);

/** sheet_pad() - append blanks */
void sheet_pad(struct sheet *sheet, unsigned int count);

/** sheet_cell() - append @text painted and pad it to @width columns */
void sheet_cell(struct sheet *sheet, const char *sgr, const char *text, unsigned int width);

/** sheet_newline() - end the line, without blanks at its end */
void sheet_newline(struct sheet *sheet);

/**
 * sheet_item() - a label and wrapped text beside it
 * @sheet: where
 * @label: stands at the left, padded; "" continues the item above
 * @sgr: colour of the text, or NULL
 * @text: from outside; escaped here
 */
void sheet_item(struct sheet *sheet, const char *label, const char *sgr, const char *text);

/** sheet_items() - an item of several texts: char *, NULL counts as none */
void sheet_items(struct sheet *sheet, const char *label, const char *sgr, const GPtrArray *texts);

/** sheet_others() - the same, without those that @said holds, which stands above; it may be NULL */
void sheet_others(struct sheet *sheet, const char *label, const char *sgr, const GPtrArray *texts,
		  const char *said);

/**
 * sheet_command() - what a person copies: in one line, however long
 * @label: as in sheet_item()
 * @text: escaped here
 */
void sheet_command(struct sheet *sheet, const char *label, const char *text);

/** sheet_wrapped() - append wrapped text with @indent blanks before each line; escaped here */
void sheet_wrapped(struct sheet *sheet, unsigned int indent, const char *sgr, const char *text);

#endif /* REPORT_LAYOUT_H */
