/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A C file as its functions, and what the expressions in them come down to:
 * "kvm_tdx->kvm" is "vcpu->kvm" where "kvm_tdx" is "to_kvm_tdx(vcpu->kvm)".
 */
#ifndef RULES_UNIT_H
#define RULES_UNIT_H

#include <glib.h>
#include <stdbool.h>

#include "format/csource.h"
#include "rules/stmt.h"

struct flow;

/**
 * struct func - one function definition
 * @unit: the file it is in
 * @name: its name
 * @is_static: not seen from other files
 * @first: first token of the definition
 * @open: "{" of its body
 * @close: "}"
 * @params: char *: names of its parameters, "" where there is none
 * @read: what follows is known; unit_function() and unit_find() see to that
 * @defs: variable to what it is set to, or to "" when that is not one thing
 * @body: its statements; NULL when they cannot be read
 * @unreadable: then why
 * @flow: owned by locks.c, NULL until it was asked for
 * @busy: its flow is being worked out
 */
struct func {
	struct unit *unit;
	char *name;
	bool is_static;
	guint first, open, close;
	GPtrArray *params;
	bool read;
	GHashTable *defs;
	struct stmt *body;
	char *unreadable;
	struct flow *flow;
	bool busy;
};

/**
 * struct unit - one file
 * @path: in the tree
 * @source: the scanned file
 * @tokens: struct ctoken: its tokens without comments
 * @functions: struct func *, in order
 */
struct unit {
	char *path;
	struct csource *source;
	GArray *tokens;
	GPtrArray *functions;
};

/** unit_new() - scan a file; never fails, a function that makes no sense has no body */
struct unit *unit_new(const char *path, GBytes *bytes);

void unit_free(struct unit *unit);

/** unit_function() - the function whose definition holds a token, or NULL */
struct func *unit_function(const struct unit *unit, guint token);

/** unit_find() - the function called @name, or NULL when there is none or more than one */
struct func *unit_find(const struct unit *unit, const char *name);

/**
 * func_expr() - what an expression of a function comes down to
 * @func: the function
 * @from: first token
 * @to: behind the last
 * @views: char *: see struct rule
 *
 * "&" and "*" are left out and "." is "->": an object and a pointer to it are the same here.
 * Variables that are set in one place only are replaced.
 */
char *func_expr(const struct func *func, guint from, guint to, const GPtrArray *views);

/** func_resolve() - the same for a text that func_expr() gave and that was added to */
char *func_resolve(const struct func *func, const char *expr, const GPtrArray *views);

/** func_param() - index of the parameter that an expression starts with, or -1 */
int func_param(const struct func *func, const char *expr);

/**
 * func_is_rooted() - does an expression name the same thing throughout the function?
 *
 * It starts with a parameter that is never set to something else.
 */
bool func_is_rooted(const struct func *func, const char *expr);

/**
 * call_argument() - the tokens of an argument of a call
 * @tokens: of the unit
 * @open: "(" of the call
 * @end: no token from here on belongs to it
 * @n: which argument, from 0
 * @from: first token of it
 * @to: behind its last
 */
bool call_argument(const GArray *tokens, guint open, guint end, guint n, guint *from, guint *to);

typedef struct unit unit;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(unit, unit_free)

#endif /* RULES_UNIT_H */
