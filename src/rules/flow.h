/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ways through a function: what is evaluated after what, and where the
 * guards of cleanup.h take and drop their locks.
 */
#ifndef RULES_FLOW_H
#define RULES_FLOW_H

#include <glib.h>
#include <stdbool.h>

#include "rules/lockword.h"
#include "rules/unit.h"

/**
 * enum node_kind - what happens at a node
 * @NODE_EVAL: the tokens are evaluated
 * @NODE_TAKE: the guard with these tokens takes its lock
 * @NODE_DROP: a lock is dropped because the scope of its guard ends
 * @NODE_GOT: the tokens are a trylock that got the lock
 */
enum node_kind {
	NODE_EVAL,
	NODE_TAKE,
	NODE_DROP,
	NODE_GOT,
};

/**
 * struct node - a point on the way
 * @kind: what happens there
 * @first: first token: of the expression, or of the lock's
 * @end: behind the last
 * @word: what a guard or trylock does
 * @next: guint: the nodes that may follow
 * @states: set of char *: the states that arrive, see lockset.h
 */
struct node {
	enum node_kind kind;
	guint first, end;
	struct lockword word;
	GArray *next;
	GHashTable *states;
};

/**
 * struct flow - a function as a graph
 * @nodes: struct node *; the first is the entry
 * @exit: index of the node that every return leads to
 * @unclear: why no statement about locks can be made anywhere in it, or NULL
 * @doubt: what made a state unclear first, or NULL
 */
struct flow {
	GPtrArray *nodes;
	guint exit;
	char *unclear;
	char *doubt;
};

/** flow_new() - the graph of a function that has a body */
struct flow *flow_new(const struct func *func);

/** flow_node() - the node that evaluates a token, or NULL */
const struct node *flow_node(const struct flow *flow, guint token);

void flow_free(struct flow *flow);

#endif /* RULES_FLOW_H */
