/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Arrays of strings (GPtrArray of char *), and the lines and words of a text.
 */
#ifndef BASE_STRINGS_H
#define BASE_STRINGS_H

#include <glib.h>
#include <stdbool.h>

/** compare_strings() - by bytes, for g_ptr_array_sort() of char * */
int compare_strings(gconstpointer a, gconstpointer b);

/** has_string() - is @text in an array of char *? */
bool has_string(const GPtrArray *array, const char *text);

/** add_string_once() - add a copy of @text, unless it is NULL or in the array already */
void add_string_once(GPtrArray *array, const char *text);

/** add_stringf() - add a new string to the array, printf-like */
void add_stringf(GPtrArray *array, const char *format, ...) G_GNUC_PRINTF(2, 3);

/** first_line() - the first line of @text, newly allocated */
char *first_line(const char *text);

/** last_line() - the last line of @text that is not blank, newly allocated */
char *last_line(const char *text);

/** without_blanks() - a text without its blanks and line ends, newly allocated */
char *without_blanks(const char *text);

/** word_bytes - for byte_is_word() */
extern const bool word_bytes[256];

/** byte_is_word() - a letter of ASCII, a digit or '_'? Asked of every byte, so it is one load */
static inline bool byte_is_word(char c)
{
	return word_bytes[(guint8)c];
}

/** is_any_of() - is a text, which no NUL ends, among these? @words ends with NULL */
bool is_any_of(const char *text, gsize size, const char *const *words);

/**
 * name_has_part() - is a word a part of a name, between two '_' or its ends?
 * @name, @size: "list_del_init", which no NUL ends
 * @part, @part_size: "del"
 */
bool name_has_part(const char *name, gsize size, const char *part, gsize part_size);

/**
 * word_in() - where a word stands in a text
 * @text: the text
 * @word: also several, as they are written; not empty
 * Return: NULL where it does not, or only as part of a longer word
 */
const char *word_in(const char *text, const char *word);

#endif /* BASE_STRINGS_H */
