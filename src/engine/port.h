/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ports one patch to one tree: decides the outcome and climbs the ladder of
 * rungs, cheapest and most certain first.  All in memory.
 */
#ifndef ENGINE_PORT_H
#define ENGINE_PORT_H

#include <glib.h>
#include <stdbool.h>

#include "format/patch.h"
#include "tree/objects.h"
#include "tree/tree.h"

struct picker;
struct records;
struct words;

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
 * struct rewriter - how the engine has a semantic patch applied, without knowing spatch, and what
 * else helps
 * @rewrite: applies @rule to @source, the file @path; NULL with an error when that is
 *           not possible; a reference on @source when nothing matched
 * @holds: is what @rule is about done in @source already? Asked when it changes nothing.
 *         Sets @out_evidence (one line, newly allocated) when it is; may be NULL
 * @base: upstream's file before the patch, where a repository has it; else NULL; may be NULL
 * @speaks: from now on @say is about this tree; false where upstream's words are its; or NULL
 * @say: @source, C code, in the words of the tree, whose own file is @ours; @base is upstream's
 *       before the change; adds what was changed ("timer/timer_delete") and what was not understood
 *       ("NAME: line 12: why"); a reference on @source when nothing changes
 * @records: what people resolved before, see engine/recorded.h; or NULL
 * @words: of the tree; or NULL
 * @data: for all of these
 * @rule: "pack/rule" that the series names; NULL: no rule rung
 */
struct rewriter {
	GBytes *(*rewrite)(void *data, const char *rule, const char *path, GBytes *source,
			   GError **error);
	bool (*holds)(void *data, const char *rule, const char *path, GBytes *source,
		      char **out_evidence, GError **error);
	GBytes *(*base)(void *data, const struct file_diff *file);
	bool (*speaks)(void *data, const struct tree *tree);
	GBytes *(*say)(void *data, GBytes *source, GBytes *base, GBytes *ours, GPtrArray *changed,
		       GPtrArray *left);
	const struct records *records;
	const struct words *words;
	void *data;
	const char *rule;
};

/**
 * struct port_source - what git knows of a patch and of the tree it goes to
 * @picker: on the tree's repository; @ours and what was ported before are in its objects
 * @onto: 40 digits: the tree's commit
 * @ours: id of the tree that the patch goes to, with what was ported before
 * @upstream: 40 digits: the commit that the patch is; NULL when only its base is known
 * @parent: as in struct pick_request
 * @base: without @upstream: id of a tree that the patch was made on
 * @theirs: without @upstream: @base with the patch
 * @guess: as in struct pick_request
 */
struct port_source {
	struct picker *picker;
	const char *onto;
	struct object_id ours;
	const char *upstream;
	unsigned int parent;
	struct object_id base;
	struct object_id theirs;
	bool guess;
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

/**
 * port_patch() - port one patch to one tree
 * @tree: must outlive the result
 * @patch: what to port
 * @source: what git knows of it: then the long ladder is climbed; NULL where git is not there or
 *          does not know what the patch was made on
 * @rewriter: for the rule rung, may be NULL
 * @error: interrupted, out of disk, an object of the tree's repository that cannot be read; what
 *         else is wrong with the patch or the tree is an outcome
 */
struct port *port_patch(const struct tree *tree, const struct patch *patch,
			const struct port_source *source, const struct rewriter *rewriter,
			GError **error);

/**
 * port_by_hand() - a port that a person completed
 * @tree: must outlive the result
 * @words: of @tree, as in struct rewriter; or NULL
 * @patch: what was ported
 * @source: what git knows of it, for the checks; or NULL
 * @drafts: struct draft *: what the person was given
 * @edited: GBytes *, one a draft: what came back; NULL where there is no file
 */
struct port *port_by_hand(const struct tree *tree, const struct words *words,
			  const struct patch *patch, const struct port_source *source,
			  const GPtrArray *drafts, const GPtrArray *edited);

/** port_new() - an empty one */
struct port *port_new(void);
void port_free(struct port *port);
void landing_free(struct landing *landing);
void attempt_free(struct attempt *attempt);

typedef struct port port;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(port, port_free)

#endif /* ENGINE_PORT_H */
