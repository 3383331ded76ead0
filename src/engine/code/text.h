/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Small texts taken apart: the rungs compare a conflict's three versions by
 * lines, by tokens and by words, with and without regard to whitespace.  A
 * sequence is a GArray of struct line, whatever its elements are.
 */
#ifndef ENGINE_CODE_TEXT_H
#define ENGINE_CODE_TEXT_H

#include <glib.h>
#include <stdbool.h>

#include "format/linediff.h"

/* lines above a change among which the head of its definition is: none is longer */
#define HEAD_LINES_MAX 4000

/** text_tokens() - tokens, with runs of whitespace as tokens; a newline starts one */
GArray *text_tokens(GBytes *text);

/** text_words() - tokens without the whitespace; @size bytes at @text */
GArray *text_words(const char *text, size_t size);

/**
 * text_number() - numbers for the elements of sequences, equal ones having equal numbers
 * @sequences: GArray of struct line each
 * @count: of them
 * @loosely: whitespace at the ends does not count, and inside is as good as one space
 * @out: one newly allocated array each; 0 is the number of blank elements, loosely
 */
void text_number(GArray *const *sequences, size_t count, bool loosely, guint **out);

/** text_each_word() - visit the identifiers of a text, comments and strings included */
void text_each_word(GBytes *text, void (*visit)(void *data, const struct line *word), void *data);

/** text_is_word() - is it an identifier? */
bool text_is_word(const struct line *text);

/** text_is_blank() - nothing but whitespace? */
bool text_is_blank(const char *text, size_t size);

/** text_first_worded() - of lines [@at, @end), the first that is not empty; @end for none */
size_t text_first_worded(const GArray *lines, size_t at, size_t end);

/**
 * text_count_line() - how often a line stands in lines [@at, @end), white space around it apart
 * @wanted: trimmed
 * @out_last: where the last time; not set for 0
 */
guint text_count_line(const GArray *lines, size_t at, size_t end, const struct line *wanted,
		      size_t *out_last);

/** text_skip_back() - in front of the white space that ends at @at */
const char *text_skip_back(const char *text, const char *at);

/** text_word_before() - the word that ends in front of @at, blanks aside; empty for none */
struct line text_word_before(const char *text, const char *at);

/** text_word_behind() - the word that begins behind @at in its line, blanks aside; or empty */
struct line text_word_behind(const char *at, const char *end);

/** text_line_start() - where the line begins that @at is in, or behind */
const char *text_line_start(const char *text, const char *at);

/** text_line_from() - the line that begins at @at, its newline included; empty at the end */
struct line text_line_from(const char *at, const char *end);

/** text_take_line() - cut the first line off what is left of a text; false where nothing is */
bool text_take_line(struct line *rest, struct line *out);

/** text_line_around() - the line of a text that @at is in, its newline included */
struct line text_line_around(const char *text, gsize size, const char *at);

/**
 * text_next_line() - where a line stands as a whole in a text, white space around it apart
 * @from: a place of the text to look from
 * @wanted: trimmed, and not empty
 * Return: NULL for nowhere
 */
const char *text_next_line(const char *text, gsize size, const char *from,
			   const struct line *wanted);

/** text_count_next() - how often text_next_line() finds it */
guint text_count_next(const char *text, gsize size, const struct line *wanted);

/** text_begins_with() - a word, and more behind it that does not go on with it? */
bool text_begins_with(const struct line *text, const char *word);

/** text_trim() - without whitespace at its ends */
struct line text_trim(const struct line *text);

/** text_one_line() - with one blank for all that parts two words; newly allocated */
char *text_one_line(const struct line *text);

/** text_column() - how far a line is indented, with a stop at every eight columns */
int text_column(const struct line *line);

/** text_same() - equal bytes? */
bool text_same(const struct line *a, const struct line *b);

/** text_hash() - of a struct line, for a table by text */
guint text_hash(gconstpointer line);

/** text_equal() - text_same(), for a table */
gboolean text_equal(gconstpointer a, gconstpointer b);

/** text_alike() - equal but for whitespace, wherever it is? */
bool text_alike(const char *a, size_t a_size, const char *b, size_t b_size);

/**
 * struct line_start - where a line of a squeezed text begins
 * @at: in what is left
 * @line: number of it in the text, from 1; lines without anything left are none
 */
struct line_start {
	gsize at;
	size_t line;
};

/**
 * struct squeezed - a text with white space only where it parts two words: lines may break anywhere
 * @text: what is left
 * @starts: struct line_start, in order
 */
struct squeezed {
	GString *text;
	GArray *starts;
};

struct squeezed *squeezed_new(const char *text, size_t size);
void squeezed_free(struct squeezed *squeezed);

/**
 * squeezed_find() - where a line, or a statement, begins with a part
 * @from: a place of the text to look from
 * @part: what must stand there is no part of a longer name, expression or comment
 * Return: NULL for nowhere
 */
const char *squeezed_find(const struct squeezed *squeezed, const char *from,
			  const struct squeezed *part);

/** squeezed_line() - number of the line of the text, from 1, that a place of what is left is in */
size_t squeezed_line(const struct squeezed *squeezed, const char *place);

/** squeezed_count() - how often it is there */
guint squeezed_count(const struct squeezed *squeezed, const struct squeezed *part);

typedef struct squeezed squeezed;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(squeezed, squeezed_free)

/** text_likeness() - share of the words that two texts have in common, in order: 0 to 1 */
double text_likeness(const char *a, size_t a_size, const char *b, size_t b_size);

/** text_join() - elements [@at, @end) of a sequence, appended to @out */
void text_join(GByteArray *out, const GArray *sequence, size_t at, size_t end);

/** text_is_word_at() - as text_has_word_at(), in comments and strings as well */
bool text_is_word_at(const char *text, gsize size, gsize at, gsize length);

/**
 * text_has_word_at() - is what stands there a word by itself, in no comment and no string?
 * @text: a file
 * @size: of @text
 * @at: where the word starts
 * @length: of the word
 */
bool text_has_word_at(const char *text, gsize size, gsize at, gsize length);

/** text_find_word() - where such a word first is; -1 for nowhere */
gssize text_find_word(const char *text, gsize size, const struct line *word);

/** text_line_at() - number of the line, from 1, that holds @at */
unsigned int text_line_at(const char *text, gsize at);

/** text_binary() - is it no text, as git sees it? */
bool text_binary(GBytes *bytes);

/** text_blank_bytes() - text_is_blank() of bytes */
bool text_blank_bytes(GBytes *text);

/** text_alike_bytes() - text_alike() of bytes */
bool text_alike_bytes(GBytes *a, GBytes *b);

/**
 * text_is_code() - is @at, on the line that starts at @line, in no comment and no string?
 *
 * By the looks of the line alone.
 */
bool text_is_code(const char *line, const char *at);

/** text_percent_alike() - text_likeness() of bytes, 0 … 100 */
int text_percent_alike(GBytes *a, GBytes *b);

/** line_names_things() - is it code, and more than "return ret;", which may stand anywhere? */
bool line_names_things(const struct line *line);

#endif /* ENGINE_CODE_TEXT_H */
