/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A tolerant scanner for C as the kernel writes it: tokens, and the extent of
 * functions and other file-scope definitions.  It never fails: what it cannot
 * make sense of is outside any function, and unbalanced braces are reported.
 */
#ifndef FORMAT_CSOURCE_H
#define FORMAT_CSOURCE_H

#include <glib.h>
#include <stdbool.h>
#include <string.h>
#include <stddef.h>

/**
 * enum ctoken_kind - kinds of C token
 * @CTOKEN_WORD: identifier or keyword
 * @CTOKEN_NUMBER: number
 * @CTOKEN_STRING: string or character constant, with its quotes
 * @CTOKEN_PUNCT: operator or punctuator, longest match
 * @CTOKEN_COMMENT: comment with its delimiters
 * @CTOKEN_DIRECTIVE: a whole preprocessor line, continuation lines included
 */
enum ctoken_kind {
	CTOKEN_WORD,
	CTOKEN_NUMBER,
	CTOKEN_STRING,
	CTOKEN_PUNCT,
	CTOKEN_COMMENT,
	CTOKEN_DIRECTIVE,
};

/**
 * struct ctoken - one token; @text points into the scanned bytes
 * @text: first byte, not NUL-terminated
 * @size: bytes
 * @line: line of its first byte, from 1
 * @depth: brace depth before the token
 * @kind: what it is
 */
struct ctoken {
	const char *text;
	unsigned int size;
	unsigned int line;
	int depth;
	enum ctoken_kind kind;
};

/** ctoken_is() - is the token spelled @text? Asked of every token, so it is in line */
static inline bool ctoken_is(const struct ctoken *token, const char *text)
{
	return *token->text == *text && strlen(text) == token->size &&
	       !memcmp(token->text, text, token->size);
}

/** ctoken_is_any() - is it one of these? @words ends with NULL */
bool ctoken_is_any(const struct ctoken *token, const char *const *words);

/** ctoken_is_tag() - "struct", "union" or "enum", which a tag follows */
bool ctoken_is_tag(const struct ctoken *token);

/** ctoken_same() - do two tokens have the same kind and spelling? */
bool ctoken_same(const struct ctoken *a, const struct ctoken *b);

/** enum carm - what a preprocessor line does to the arms of an #if */
enum carm {
	CARM_NONE,
	CARM_OPENS,	/* #if and its kin */
	CARM_TURNS,	/* #else, #elif */
	CARM_ENDS,	/* #endif */
};

/** ctoken_arm() - what it is of an #if */
enum carm ctoken_arm(const struct ctoken *token);

/**
 * enum cregion_kind - what a file-scope definition is
 */
enum cregion_kind {
	CREGION_FUNCTION,
	CREGION_DATA,		/* variable with a braced initialiser: tables, ops structs */
	CREGION_TYPE,		/* struct, union, enum */
	CREGION_MACRO,		/* #define, all its lines */
};

/**
 * struct cregion - one file-scope definition
 * @kind: what it is
 * @name: identifier, owned by the csource
 * @first: first line of the definition (its return type or "static" included), from 1
 * @open: line of the opening brace (the #define line of a macro)
 * @last: line of the closing brace
 * @first_token: index of the first token
 * @last_token: index of the last token
 */
struct cregion {
	enum cregion_kind kind;
	char *name;
	unsigned int first;
	unsigned int open;
	unsigned int last;
	unsigned int first_token;
	unsigned int last_token;
};

/**
 * struct csource - a scanned file
 * @tokens: struct ctoken
 * @regions: struct cregion, by line
 * @balanced: braces and parentheses close, and #if arms agree
 */
struct csource {
	GArray *tokens;
	GArray *regions;
	bool balanced;
	/*< private >*/
	GBytes *bytes;
};

/** ctoken_at() - a token by its index */
static inline const struct ctoken *ctoken_at(const struct csource *source, guint i)
{
	return &g_array_index(source->tokens, struct ctoken, i);
}

/** csource_scan() - scan C source; never fails; holds a reference on @bytes */
struct csource *csource_scan(GBytes *bytes);

void csource_free(struct csource *source);

/** csource_function() - the first function called @name, or NULL */
const struct cregion *csource_function(const struct csource *source, const char *name);

/** csource_at() - the region that holds @line (from 1), or NULL at file scope */
const struct cregion *csource_at(const struct csource *source, unsigned int line);

/** csource_token_behind() - index of the first token at or behind @at, a place in the text */
guint csource_token_behind(const struct csource *source, const char *at);

/** csource_token_from() - index of the token that starts there; 0 for none */
guint csource_token_from(const struct csource *source, const char *at);

/** csource_uses() - how often identifier @word occurs as a token, comments and strings apart */
unsigned int csource_uses(const struct csource *source, const char *word);

/**
 * function_name_of() - name in a line like "static int foo(struct bar *b, int i)"
 * @line: a hunk's section heading or the first line of a definition
 * Return: the name, newly allocated, or NULL for what is none, a prototype among them
 */
char *function_name_of(const char *line);

/**
 * table_name_of() - name in a line like "static const struct foo bar[] = {"
 * @line: as above
 * Return: the name, newly allocated, or NULL for what is none
 */
char *table_name_of(const char *line);

typedef struct csource csource;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(csource, csource_free)

#endif /* FORMAT_CSOURCE_H */
