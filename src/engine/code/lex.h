/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A C scanner for whole trees: words and punctuation outside comments and
 * strings, nothing allocated.  csource.h knows more of a file and takes ten
 * times as long.
 */
#ifndef ENGINE_CODE_LEX_H
#define ENGINE_CODE_LEX_H

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/** enum lex_kind - what was met; strings, numbers and comments are passed over */
enum lex_kind {
	LEX_END,
	LEX_WORD,	/* identifier or keyword */
	LEX_PUNCT,	/* one character; "->" is LEX_MEMBER */
	LEX_MEMBER,	/* "->", or "." in front of a word */
	LEX_HEADER,	/* file of an #include, as it is given */
	LEX_DEFINE,	/* #define; the words behind it follow */
	LEX_STRING,	/* string or character constant, with its quotes */
	LEX_NUMBER,
};

/**
 * struct lex - a scan
 * @text: of the token
 * @size: of the token
 * @directive: the token is on a preprocessor line
 * @conditional: that line is an #if, #ifdef or #elif
 * @glued: nothing stands between the token and the one before
 */
struct lex {
	const char *text;
	gsize size;
	bool directive;
	bool conditional;
	bool glued;
	/*< private >*/
	const char *at;
	const char *end;
	const char *start;
	bool fresh;
};

/** lex_init() - scan from a point that is in no comment and no string */
void lex_init(struct lex *lex, const char *text, gsize size);

/**
 * lex_init_within() - scan lines of a text, which may go on with a directive that starts above
 * @start: of the text
 * @from, @to: the lines
 */
void lex_init_within(struct lex *lex, const char *start, const char *from, const char *to);

/**
 * lex_code_start() - where code starts in lines of a text, which may go on with a comment
 * @start: of the text
 * @from, @to: the lines
 * Return: behind a comment that starts above; that whole line where nothing follows in it
 */
const char *lex_code_start(const char *start, const char *from, const char *to);

/** lex_next() - the next token */
enum lex_kind lex_next(struct lex *lex);

/** lex_close() - behind the ')' that closes a '(' which was just read, or at the end */
void lex_close(struct lex *lex);

/** lex_nesting() - 1 for what opens a bracket of any kind, -1 for what closes one, else 0 */
int lex_nesting(enum lex_kind kind, const struct lex *lex);

/** lex_is() - is the token spelled @word? */
bool lex_is(const struct lex *lex, const char *word);

/** lex_has() - does it have that word in it, in whatever case? */
bool lex_has(const struct lex *lex, const char *word, gsize size);

/** lex_is_typeof() - is it one of the spellings of "typeof"? */
bool lex_is_typeof(const struct lex *lex);

/** lex_is_tag() - is it "struct", "union" or "enum", which a tag follows? */
bool lex_is_tag(const struct lex *lex);

/** lex_same() - are two tokens spelled the same? */
static inline bool lex_same(const struct lex *a, const struct lex *b)
{
	return a->size == b->size && !memcmp(a->text, b->text, a->size);
}

/** lex_keyword() - a word of the language or its preprocessor, never a name */
bool lex_keyword(const char *text, gsize size);

/** lex_attribute() - "__unused", "__free" behind a name that they say something of? */
bool lex_attribute(const char *text, gsize size);

/** lex_command() - a word of the language that stands in front of no name that it declares */
bool lex_command(const char *text, gsize size);

/**
 * lex_standard() - is it a type or an error number that the system's headers declare?
 *
 * A tree that does not use it may do so: it is in none of its own headers.  Those that kernels have
 * of their own, but not all of them, are left out.
 */
bool lex_standard(const char *text, gsize size);

/**
 * lex_hash() - 64 bits that stand for a name
 *
 * Five million names share one with a chance of one in a million, so that an index of names
 * need not hold them.
 */
guint64 lex_hash(const char *text, gsize size);

/** lex_hash_tagged() - the same for a name in a role of its own ("a member", "with 3 arguments") */
guint64 lex_hash_tagged(const char *text, gsize size, guint tag);

/** lex_in_capitals() - has a word no small letter, as macros are spelled? */
bool lex_in_capitals(const struct lex *word);

/** path_is_c() - does the path end as C sources and headers do? NULL does not */
bool path_is_c(const char *path);

/** path_is_header() - as a C header does? NULL does not */
bool path_is_header(const char *path);

/** path_is_assembler() - as an assembler's sources that go through the preprocessor first? */
bool path_is_assembler(const char *path);

#endif /* ENGINE_CODE_LEX_H */
