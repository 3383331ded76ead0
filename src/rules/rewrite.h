/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Small rewrites of C text by shape: what a dialect is made of.  They change what
 * they understand and say what they left.
 */
#ifndef RULES_REWRITE_H
#define RULES_REWRITE_H

#include <glib.h>
#include <stdbool.h>

#include "format/csource.h"

/**
 * enum rewrite_kind - what a rewrite changes
 * @REWRITE_RENAME: "NEW OLD": a function or macro, where it is called
 * @REWRITE_CALL: "new(a, b) => old(b, a)": an expression
 * @REWRITE_STATEMENT: "new(a, b) => old(a); a->b = b": a call that is a whole statement
 * @REWRITE_CHECK: "new(a, b) => old(a) : say(b)": a condition, and a statement for when it holds
 * @REWRITE_INCLUDE: "linux/new.h asm/old.h"
 * @REWRITE_FIELD: "platform_driver remove remove_new": a designator in an initialiser
 * @REWRITE_RETURNING: "platform_driver remove": the function that a designator names returns
 *                     int, 0, instead of nothing
 */
enum rewrite_kind {
	REWRITE_RENAME,
	REWRITE_CALL,
	REWRITE_STATEMENT,
	REWRITE_CHECK,
	REWRITE_INCLUDE,
	REWRITE_FIELD,
	REWRITE_RETURNING,
};

/**
 * struct rewrite - one rewrite
 * @kind: see there
 * @word: the identifier, or the header, or the struct, that it is about
 * @params: of calls: names or literals; "*p" takes an argument that starts with a star
 * @into: the new text, or the second word
 * @also: of REWRITE_CHECK the statement, of REWRITE_FIELD the third word; else NULL
 */
struct rewrite {
	enum rewrite_kind kind;
	char *word;
	char **params;
	char *into;
	char *also;
};

/**
 * rewrite_parse() - a rewrite from its text
 * @kind: "rename", "call", "statement", "check", "include", "field", "returning"; a number
 *        behind it is ignored
 * @text: as at enum rewrite_kind
 * Return: NULL when it is none
 */
struct rewrite *rewrite_parse(const char *kind, const char *text);

/**
 * rewrite_apply() - make one rewrite everywhere in a file
 * @rewrite: which
 * @source: content of the file
 * @out_left: "line 12: why" is added for each place that was left as it is (char *)
 * Return: the new content, or @source with another reference
 */
GBytes *rewrite_apply(const struct rewrite *rewrite, GBytes *source, GPtrArray *out_left);

/** rewrite_left() - line of the first call of the rewrite's word in @source, 0: none */
unsigned int rewrite_left(const struct rewrite *rewrite, const struct csource *source);

/**
 * rewrite_is_done() - does a file of the older tree spell it the new way already?
 * @rewrite: which
 * @text: the file of the older tree
 * Return: true when the file has the new spelling, and nowhere the old one where that is a name
 */
bool rewrite_is_done(const struct rewrite *rewrite, GBytes *text);

void rewrite_free(struct rewrite *rewrite);

typedef struct rewrite rewrite;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(rewrite, rewrite_free)

#endif /* RULES_REWRITE_H */
