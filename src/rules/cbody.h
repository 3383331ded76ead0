/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The inside of one C function: its tokens, where its statements begin and end,
 * which of them are loops, and what it declares.  As tolerant as csource.h, but
 * what cannot be told for sure is marked, for the caller to refuse.
 */
#ifndef RULES_CBODY_H
#define RULES_CBODY_H

#include <glib.h>
#include <stdbool.h>

#include "format/csource.h"

/**
 * struct span - tokens from @first to @last, both included; empty when @first > @last
 */
struct span {
	unsigned int first;
	unsigned int last;
};

/**
 * enum cloop_kind - what break and continue see in a statement with a body
 * @CLOOP_LOOP: for, while, do, and iterators named as such ("for_each")
 * @CLOOP_SWITCH: only break ends here
 * @CLOOP_SCOPED: scoped_guard() and its kind, which are loops inside
 * @CLOOP_UNSURE: a macro with a body: a loop, or an if
 */
enum cloop_kind {
	CLOOP_LOOP,
	CLOOP_SWITCH,
	CLOOP_SCOPED,
	CLOOP_UNSURE,
};

/**
 * struct cloop - one statement that break or continue may belong to
 * @kind: see there
 * @at: token it starts with
 * @body: its body
 */
struct cloop {
	enum cloop_kind kind;
	unsigned int at;
	struct span body;
};

/**
 * struct cbody - one function, from its first token to its closing brace
 * @tokens: struct ctoken, comments left out
 * @loops: struct cloop
 * @starts: guint8 a token: 1 where a statement starts
 * @lasts: guint a token: at a closing brace, where the last statement of the block starts
 *         (0: none)
 * @name: token that names the function
 * @open: its opening brace
 * @unclear: line of a statement that is not understood, or 0
 */
struct cbody {
	GArray *tokens;
	GArray *loops;
	guint8 *starts;
	guint *lasts;
	unsigned int name;
	unsigned int open;
	unsigned int unclear;
};

/** cbody_init() - read the function @region of @source, which must outlive it */
void cbody_init(struct cbody *body, const struct csource *source, const struct cregion *region);

void cbody_clear(struct cbody *body);

/** cbody_token() - token @i, which must be there */
const struct ctoken *cbody_token(const struct cbody *body, unsigned int i);

/** cbody_is() - is there a token @i, and is it spelled @text? */
bool cbody_is(const struct cbody *body, unsigned int i, const char *text);

/** cbody_is_word() - is there a token @i, and is it an identifier or keyword? */
bool cbody_is_word(const struct cbody *body, unsigned int i);

/** cbody_closing() - bracket that closes the one at @i; the number of tokens when none does */
unsigned int cbody_closing(const struct cbody *body, unsigned int i);

/** cbody_block_end() - brace that closes the block around @i; the number of tokens when none */
unsigned int cbody_block_end(const struct cbody *body, unsigned int i);

/** cbody_block_start() - brace that opens the block around @i, 0 when there is none */
unsigned int cbody_block_start(const struct cbody *body, unsigned int i);

/** cbody_statement_end() - last token of the statement that starts at @i */
unsigned int cbody_statement_end(const struct cbody *body, unsigned int i);

/** cbody_text() - tokens as text on one line, without comments; newly allocated */
char *cbody_text(const struct cbody *body, struct span span);

/** cbody_member() - is token @i the name of a member, behind "." or "->"? */
bool cbody_member(const struct cbody *body, unsigned int i);

/** cbody_uses() - is the identifier @word used in @span, other than as a member? */
bool cbody_uses(const struct cbody *body, struct span span, const char *word);

/** cbody_changes() - is @word assigned to, stepped, or its address taken in @span? */
bool cbody_changes(const struct cbody *body, struct span span, const char *word);

/**
 * cbody_declares() - is @word declared in @span?
 *
 * Errs to the side of yes: "a * b;" declares b.
 */
bool cbody_declares(const struct cbody *body, struct span span, const char *word);

/** cbody_is_local() - is @word a parameter or an automatic variable of the function? */
bool cbody_is_local(const struct cbody *body, const char *word);

/** cbody_whole() - all tokens of the function's block */
struct span cbody_whole(const struct cbody *body);

/**
 * cbody_loop() - the loop that a break or continue at @i ends
 * @body: the function
 * @i: the token
 * @is_continue: a switch does not count
 * Return: NULL when there is none
 */
const struct cloop *cbody_loop(const struct cbody *body, unsigned int i, bool is_continue);

/** span_has() - is token @i in @span? */
bool span_has(struct span span, unsigned int i);

/** text_of_tokens() - tokens in a row as text on one line, without comments */
char *text_of_tokens(const struct ctoken *tokens, unsigned int count);

typedef struct cbody cbody;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(cbody, cbody_clear)

#endif /* RULES_CBODY_H */
