/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines of a reply and their quote marks.
 */
#ifndef FORMAT_QUOTELINE_H
#define FORMAT_QUOTELINE_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct quote_line - one line of a reply
 * @depth: quote marks in front
 * @text: the whole line, marks included, without newline
 */
struct quote_line {
	unsigned int depth;
	char *text;
};

/** quote_lines() - the lines of @text: struct quote_line * */
GPtrArray *quote_lines(const char *text);

/** quote_line_at() - the line without its first @depth marks; points into it */
const char *quote_line_at(const struct quote_line *line, unsigned int depth);

/** quote_line_is_signature() - is it the "-- " above a signature? */
bool quote_line_is_signature(const struct quote_line *line);

/**
 * struct hunk_count - where in a hunk a walk over lines is
 * @old: pre-image lines still to come
 * @new: post-image lines still to come
 */
struct hunk_count {
	unsigned long old;
	unsigned long new;
};

/**
 * hunk_count_line() - walk one line further
 * @count: the walk; zero to begin with
 * @text: unquoted line
 * Return: true when the line is content of a hunk
 */
bool hunk_count_line(struct hunk_count *count, const char *text);

#endif /* FORMAT_QUOTELINE_H */
