/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a text has a name, and as what.  Most names that a change brings are in the file already, a
 * few lines away; looking there first spares scans of whole files and of whole trees.
 */
#ifndef ENGINE_CODE_MENTION_H
#define ENGINE_CODE_MENTION_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/extract.h"
#include "engine/code/lex.h"

/**
 * text_mention() - the next place of a name in a part of a text, comments included
 * @from, @to: the part
 * @text, @length: what stands around the name is looked at there
 * Return: NULL for none
 */
const char *text_mention(const char *from, const char *to, const char *text, gsize length,
			 const char *name, gsize size);

/** text_mentions() - is there one? */
bool text_mentions(const char *text, gsize size, const char *name, gsize name_size);

/** text_names() - likewise, but as no member of something */
bool text_names(const char *text, gsize size, const char *name, gsize name_size);

/**
 * struct wanted_name - a name that is looked for
 * @name, @size: the name
 * @as: called with places where it is code; false goes on to the next; NULL takes the first
 * @data: for @as
 */
struct wanted_name {
	const char *name;
	gsize size;
	bool (*as)(void *data, const char *at, const char *end);
	void *data;
};

/** name_is_member() - for struct wanted_name: behind "." or "->"; @data is where the text starts */
bool name_is_member(void *data, const char *at, const char *end);

/** name_is_no_member() - the others; @data likewise */
bool name_is_no_member(void *data, const char *at, const char *end);

/** call_arguments() - of the call whose '(' comes next; -1 for no call, or one too long */
int call_arguments(const struct lex *name);

/** call_span() - likewise, and where the call ends; behind the name for no call */
int call_span(const struct lex *name, const char **end);

/** call_has_arguments() - for struct wanted_name: so many as @data, an int, says */
bool call_has_arguments(void *data, const char *at, const char *end);

/** text_uses() - is there a place, beyond doubt? Looks around the extract's part first */
bool text_uses(const struct extract *where, const struct wanted_name *wanted);

/**
 * text_type_before() - the word in front of a place and the stars in between
 * Return: false for none
 */
bool text_type_before(const char *text, const char *at, struct lex *out);

/**
 * text_may_declare() - "int name", "int *name", "#define name": may what comes next be declared?
 * @before, @last: the token in front; a product looks the same
 */
bool text_may_declare(enum lex_kind before, const struct lex *last);

/**
 * text_may_define() - may a function or a macro with parameters be defined or declared there?
 * @before, @last: the token in front of the name
 * @name: as in "int *name(" and "#define name("; in a call hardly ever a word or star is in front
 */
bool text_may_define(enum lex_kind before, const struct lex *last, struct lex name);

/**
 * line_may_be_head() - may it be one of those that a function's head stands on? No scan is made
 * @above: the line above may be one, as far as is known
 */
bool line_may_be_head(const struct extract *where, const struct line *line, bool above);

/** text_is_own() - is what is declared there "static", in what is no header? */
bool text_is_own(const char *path, const struct extract *where, const struct lex *name);

/** text_includes() - is there an #include of that header, as it is given? */
bool text_includes(const char *text, gsize size, const char *header, gsize header_size);

#endif /* ENGINE_CODE_MENTION_H */
