/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The shapes of a call that a lock can be put around.
 */
#ifndef RULES_SHAPE_H
#define RULES_SHAPE_H

#include <glib.h>
#include <stdbool.h>

#include "rules/facts.h"
#include "rules/pack.h"
#include "rules/unit.h"

/**
 * shape_owner() - whose lock a call needs, from its first argument
 * @func: the function it stands in
 * @rule: says what the operands belong to
 * @fact: of the called function
 * @at: the called function's name
 * Return: an expression, newly allocated; NULL when it cannot be said
 */
char *shape_owner(const struct func *func, const struct rule *rule, const struct fact *fact,
		  guint at);

/**
 * shape_refusal() - what is in the way of a lock around a call and its check
 * @func: the function, with a body
 * @rule: its rule
 * @at: the called function's name
 * @owner: from shape_owner()
 * Return: newly allocated; NULL when nothing is
 */
char *shape_refusal(const struct func *func, const struct rule *rule, guint at,
		    const char *owner);

#endif /* RULES_SHAPE_H */
