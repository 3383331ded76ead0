/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who calls a function, in the files that may: directly, through the member of a
 * struct of operations that it is put into, or as an argument of another function.
 */
#ifndef RULES_CALLERS_H
#define RULES_CALLERS_H

#include <glib.h>
#include <stdbool.h>

#include "rules/pack.h"
#include "rules/unit.h"
#include "tree/tree.h"

/** struct callers - the files in which callers are looked for */
struct callers;

/**
 * callers_new() - look in a file and, with a tree, in the rule's scope
 * @rule: borrowed
 * @tree: NULL for the file alone; borrowed
 * @unit: the file; borrowed
 */
struct callers *callers_new(const struct rule *rule, const struct tree *tree, struct unit *unit);

/** callers_move() - go on with another text of the same file */
void callers_move(struct callers *callers, struct unit *unit);

void callers_free(struct callers *callers);

/**
 * callers_held() - what callers hold at every call of a function
 * @callers: where to look
 * @func: the function
 * @owner: whose lock, in the function's words; NULL when that is not known
 * @out_why: as locks_at()
 * @out_unseen: set when there may be callers that were not looked at
 * Return: bits of enum held without HELD_ENTRY; a function that nobody calls is entered with
 * HELD_FREE
 */
unsigned int callers_held(struct callers *callers, const struct func *func, const char *owner,
			  char **out_why, bool *out_unseen);

typedef struct callers callers;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(callers, callers_free)

#endif /* RULES_CALLERS_H */
