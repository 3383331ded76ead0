/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A text and the part of it that a question is about: the lines that another version lacks, the
 * definition around a place.
 */
#ifndef ENGINE_CODE_EXTRACT_H
#define ENGINE_CODE_EXTRACT_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/lex.h"
#include "format/linediff.h"

/**
 * struct extract - a text, and the part of it that another lacks
 * @text, @size: all of it
 * @from, @to: offsets of the part, on line boundaries
 * @start: a place in front of it that is in no comment and no string
 */
struct extract {
	const char *text;
	gsize size;
	gsize from;
	gsize to;
	gsize start;
};

/** extract_of() - all of a text; an empty one for NULL */
struct extract extract_of(GBytes *bytes);

/** extract_cut() - cut two texts down to the lines between what both begin and end with */
void extract_cut(struct extract *a, struct extract *b);

/** extract_line() - where a line of the part starts, by its number in it; where the part ends */
const char *extract_line(const struct extract *where, const GArray *lines, size_t at);

/** extract_lines() - so many lines of the part from that one on, as one */
struct line extract_lines(const struct extract *where, const GArray *lines, size_t at,
			  size_t count);

/** extract_find() - the one place where all of a text has such lines; NULL for none, or several */
const char *extract_find(const struct extract *where, const struct line *lines);

/** line_margin_above() - the last line in front of @at that begins with a letter, or NULL */
const char *line_margin_above(const char *text, const char *at);

/** extract_definition() - the definition around a piece of a text, as far as the text tells */
struct extract extract_definition(const struct extract *where, const char *from, const char *to);

/** extract_lex() - scan from extract's start on to the end of its part */
void extract_lex(const struct extract *extract, struct lex *lex);

/** extract_start() - offset of the end of the definition in front of @from, or 0 */
gsize extract_start(const char *text, gsize from);

/** extract_holds() - is the token in the part itself? */
bool extract_holds(const struct extract *extract, const struct lex *lex);

#endif /* ENGINE_CODE_EXTRACT_H */
