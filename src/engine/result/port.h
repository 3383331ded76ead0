/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What became of a patch on a tree: the outcome, where each hunk landed, why, and the result.
 */
#ifndef ENGINE_RESULT_PORT_H
#define ENGINE_RESULT_PORT_H

#include <glib.h>
#include <stdbool.h>

struct tree;

/** enum outcome - of a patch on a tree; design.md section 2 */
enum outcome {
	OUTCOME_PRESENT,
	OUTCOME_NOT_AFFECTED,
	OUTCOME_PORTED,
	OUTCOME_PROPOSED,
	OUTCOME_CONFLICT,
	OUTCOME_ERROR,
};

/** outcome_name() - "not-affected" … */
const char *outcome_name(enum outcome outcome);

/** enum placement - how a hunk landed */
enum placement {
	PLACED_NOWHERE,
	PLACED_EXACT,		/* at its line */
	PLACED_OFFSET,		/* elsewhere in the same function */
	PLACED_MERGED,		/* by a 3-way merge, in the same function */
	PLACED_RULE,		/* by the semantic patch, in the same function */
	PLACED_MANUAL,		/* by a person */
};

/** placement_name() - "exact" … */
const char *placement_name(enum placement placement);

/**
 * struct landing - where one hunk of upstream's patch landed
 * @path: file in the tree
 * @function: enclosing function or other region, "" at file scope
 * @line: first changed line in the ported file, from 1; 0 when it did not land
 * @placement: see enum placement
 * @note: what a person should know, or NULL: what stands here instead of what the hunk
 *        expects, which places fit
 */
struct landing {
	char *path;
	char *function;
	unsigned long line;
	enum placement placement;
	char *note;
};

/**
 * struct attempt - why a rung did not do it
 * @rung: its name
 * @reason: one line
 * @merged: it had the file that the patch was made on, and git's merge stopped
 */
struct attempt {
	const char *rung;
	char *reason;
	bool merged;
};

/**
 * struct port - a patch on a tree
 * @outcome: see enum outcome
 * @rung: name of the rung that ported it, NULL when none did; static
 * @reason: one line: the evidence for present and not-affected, what was adapted for
 *          ported, what is missing for a conflict
 * @landings: struct landing *, one a hunk
 * @residue: char *: what differs from upstream's change, one line each; empty when
 *           nothing does
 * @differs: so many of these are what the rung itself found, the first ones
 * @adapted: char *: names on the changed lines that are others than upstream's, see
 *           judge_adapted()
 * @attempts: struct attempt *: rungs that did not do it
 * @files: struct picked_file *: each file with its rung and regions; empty without git objects
 * @warnings: char *: what looks wrong in the result, one line each
 * @precision: how often such results were right on past backports; 0 when not measured
 * @judged: the outcome rests on that measure already
 * @conflicts: struct explanation *: why it is a conflict; filled by who asks for it
 * @by_hand: what a person had to do with it, one line for its message; or NULL
 * @left_out: who chose to do without the patch, so that nobody knows whether the tree needs it;
 *            then the outcome is a conflict; or NULL
 * @reverted: the commit of the tree that took the same patch back, as history_find() tells it;
 *            or NULL
 * @claimed: what the tree's history says of the patch, and its files disprove, one line; or NULL
 * @drafts: struct draft *: of a conflict that git merged, for a person to complete; or NULL
 * @after: overlay on the tree with the result, NULL unless ported or proposed
 */
struct port {
	enum outcome outcome;
	const char *rung;
	char *reason;
	GPtrArray *landings;
	GPtrArray *residue;
	guint differs;
	GPtrArray *adapted;
	GPtrArray *attempts;
	GPtrArray *files;
	GPtrArray *warnings;
	double precision;
	bool judged;
	GPtrArray *conflicts;
	char *by_hand;
	char *left_out;
	char *reverted;
	char *claimed;
	GPtrArray *drafts;
	struct tree *after;
};

/** port_new() - an empty one */
struct port *port_new(void);
void port_free(struct port *port);
/** landing_new() - a landing; the strings are copied */
struct landing *landing_new(const char *path, const char *function, unsigned long line,
			    enum placement placement);

void landing_free(struct landing *landing);
void attempt_free(struct attempt *attempt);

typedef struct port port;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(port, port_free)

#endif /* ENGINE_RESULT_PORT_H */
