/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Proofs of a port: a table of checks, one file each, and their runner.  A
 * proof that cannot see what it should prove says "skipped" and why; it never
 * passes for lack of sight.
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include <glib.h>
#include <stdbool.h>

#include "base/progress.h"
#include "format/patch.h"
#include "rules/pack.h"
#include "store/cache.h"
#include "tree/conf.h"
#include "tree/tree.h"

/**
 * struct claim - a port that is to be proved
 * @before: the tree
 * @after: overlay with the port
 * @upstream: the patch as sent
 * @ported: the patch for this tree, message included
 * @conf: the tree's file
 * @rule: the rule that the series names, or NULL
 * @cocci: the workspace's cocci/ folder
 * @cache: results of earlier runs, may be NULL
 * @cache_folder: where prepared kbuild trees live (~/.cache/backstitch)
 * @progress: may be NULL
 */
struct claim {
	const struct tree *before;
	const struct tree *after;
	const struct patch *upstream;
	const struct patch *ported;
	const struct tree_conf *conf;
	const struct rule *rule;
	const char *cocci;
	struct cache *cache;
	const char *cache_folder;
	const struct progress *progress;
};

/** enum proof_result - what a proof came to */
enum proof_result {
	PROOF_PASS,
	PROOF_FAIL,
	PROOF_SKIPPED,
};

/**
 * struct proof - one check of a port with its result
 * @name: of the check, static
 * @result: see enum proof_result
 * @detail: one line: what was proved, what failed, or why it was skipped
 * @output: what the tool said, for the report; "" when there is nothing to show
 */
struct proof {
	const char *name;
	enum proof_result result;
	char *detail;
	char *output;
};

/**
 * struct check - a row of the check table
 * @name: as in the tree file's "required", in verdict.json and on the terminal
 * @summary: what it proves, one line for `backstitch help` and the report
 * @run: fills @out's result, detail and output; false with an error only for what is
 *       neither pass, fail nor skipped (interrupted, disk full)
 */
struct check {
	const char *name;
	const char *summary;
	bool (*run)(const struct claim *claim, struct proof *out, GError **error);
};

/** checks - the table, ended by a row without name; order is the order of running */
extern const struct check checks[];

/**
 * checks_run() - run the required checks of a tree
 * @claim: the port
 * @error: as struct check's run
 * Return: struct proof *, one for each name in conf->required that the table has, in
 *         table order; a name that it lacks gives a skipped proof that says so
 */
GPtrArray *checks_run(const struct claim *claim, GError **error);

/** proof_result_name() - "pass", "fail", "skipped" */
const char *proof_result_name(enum proof_result result);

void proof_free(struct proof *proof);

/** proof_set() - set result and detail (printf-like), freeing what was there */
void proof_set(struct proof *proof, enum proof_result result, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

#endif /* CHECK_CHECK_H */
