/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The statements of one function, as a tree.  What cannot be told apart for sure
 * (an #if that splits a statement, a macro without a semicolon in the wrong
 * place) makes the whole function unreadable, with the reason.
 */
#ifndef RULES_STMT_H
#define RULES_STMT_H

#include <glib.h>
#include <stdbool.h>

#include "format/csource.h"

/**
 * enum stmt_kind - kinds of statement
 * @STMT_BLOCK: { … }
 * @STMT_IF: children: the branch, and the else branch if there is one
 * @STMT_LOOP: while, for, or a macro that is followed by a statement
 * @STMT_DO: do … while
 * @STMT_SWITCH: its body is the child
 * @STMT_CASE: "case X:" or "default:", without what follows
 * @STMT_LABEL: "name:", without what follows
 * @STMT_GUARD: scoped_guard(class, lock), its child under it
 * @STMT_ARMS: an #if: children are STMT_ARM
 * @STMT_ARM: what stands in one arm of an #if
 * @STMT_SIMPLE: expression or declaration
 */
enum stmt_kind {
	STMT_BLOCK,
	STMT_IF,
	STMT_LOOP,
	STMT_DO,
	STMT_SWITCH,
	STMT_CASE,
	STMT_LABEL,
	STMT_GOTO,
	STMT_RETURN,
	STMT_BREAK,
	STMT_CONTINUE,
	STMT_GUARD,
	STMT_ARMS,
	STMT_ARM,
	STMT_SIMPLE,
};

/**
 * struct stmt - one statement
 * @kind: which
 * @first: its first token
 * @end: behind its last token
 * @head: first token of what is evaluated: the expression, what stands in parentheses
 * @head_end: behind that
 * @parent: the statement it is a child of, NULL for the function's body
 * @at: index among the children of @parent
 * @children: struct stmt *, owned
 * @always: STMT_ARMS: there is an #else, so one of the arms is compiled
 */
struct stmt {
	enum stmt_kind kind;
	guint first, end;
	guint head, head_end;
	struct stmt *parent;
	guint at;
	GPtrArray *children;
	bool always;
};

/**
 * stmt_parse() - the body of a function
 * @tokens: struct ctoken without comments; @open is the index of its "{"
 * @open: first token of the body
 * @close: its "}"
 * @out_reason: why it cannot be read, newly allocated
 * Return: a STMT_BLOCK, or NULL with @out_reason set
 */
struct stmt *stmt_parse(const GArray *tokens, guint open, guint close, char **out_reason);

/** stmt_at() - the innermost statement that holds a token, or NULL */
const struct stmt *stmt_at(const struct stmt *root, guint token);

/** stmt_next() - the statement behind it in the same block or arm, or NULL */
const struct stmt *stmt_next(const struct stmt *stmt);

/** stmt_visit() - call @visit with a statement and all those in it, outer ones first */
void stmt_visit(const struct stmt *stmt, void (*visit)(const struct stmt *stmt, void *data),
		void *data);

/** tokens_closing() - the bracket that closes the one at @open; @end when none does */
guint tokens_closing(const GArray *tokens, guint open, guint end);

void stmt_free(struct stmt *stmt);

typedef struct stmt stmt;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(stmt, stmt_free)

/** token_of() - a token by its index */
static inline const struct ctoken *token_of(const GArray *tokens, guint at)
{
	return &g_array_index(tokens, struct ctoken, at);
}

/** token_is() - is there a token at @at, and is it spelled so? */
static inline bool token_is(const GArray *tokens, guint at, const char *text)
{
	return at < tokens->len && ctoken_is(token_of(tokens, at), text);
}

/** token_word() - is there an identifier or keyword at @at? */
static inline bool token_word(const GArray *tokens, guint at)
{
	return at < tokens->len && token_of(tokens, at)->kind == CTOKEN_WORD;
}

#endif /* RULES_STMT_H */
