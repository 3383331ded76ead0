/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which locks are held at a place of a function, on every path to it.
 *
 * A state is a set of locks with how each is held.  All states that reach a
 * place are kept apart, so "on one path only" is seen.  What changes a lock in a
 * way that is not understood makes the state unclear from there on, with the
 * reason; it never counts as free.
 */
#ifndef RULES_LOCKS_H
#define RULES_LOCKS_H

#include <glib.h>
#include <stdbool.h>

#include "rules/pack.h"
#include "rules/unit.h"

struct flow;

/**
 * enum held - what the states at a place say of one lock; bits
 * @HELD_WRITE: in some state it is held for write
 * @HELD_READ: held for read
 * @HELD_SOMEHOW: held, it is not known how
 * @HELD_ENTRY: as it was when the function was entered
 * @HELD_FREE: released in the function
 * @HELD_OTHER: a lock of this name is held, and not shown to be the same or another one
 * @HELD_UNCLEAR: not understood
 * @HELD_ATOMIC: another spinning lock is held
 * @HELD_IRQ: interrupts are off
 * @HELD_FIRST: a lock of the rule's first= is held
 */
enum held {
	HELD_WRITE = 1 << 0,
	HELD_READ = 1 << 1,
	HELD_SOMEHOW = 1 << 2,
	HELD_ENTRY = 1 << 3,
	HELD_FREE = 1 << 4,
	HELD_OTHER = 1 << 5,
	HELD_UNCLEAR = 1 << 6,
	HELD_ATOMIC = 1 << 7,
	HELD_IRQ = 1 << 8,
	HELD_FIRST = 1 << 9,
};

/**
 * locks_at() - what is held before a token is evaluated
 * @func: with a body
 * @rule: names the lock
 * @token: in the body
 * @owner: whose lock, as func_expr() gives it; NULL for any
 * @out_why: for HELD_OTHER and HELD_UNCLEAR: what it is; newly allocated or NULL
 * Return: bits of enum held; 0 when no path leads there
 */
unsigned int locks_at(struct func *func, const struct rule *rule, guint token, const char *owner,
		      char **out_why);

/** locks_asserted() - does the function say anywhere in its body that the lock is held? */
bool locks_asserted(const struct func *func, const struct rule *rule);

void flow_free(struct flow *flow);

#endif /* RULES_LOCKS_H */
