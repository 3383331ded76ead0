/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rules over trees: which rules, which trees, what is kept.
 */
#ifndef JOB_SCAN_H
#define JOB_SCAN_H

#include <glib.h>
#include <stdbool.h>

#include "job/workspace.h"
#include "rules/scan.h"

/**
 * struct job_scan_options - what the user asked for
 * @rules: NULL-terminated: "pack/rule", "pack", or a file; NULL or empty for all rules
 * @trees: as for select_trees()
 * @sourceless: gets the names of trees that were left out, as of select_trees()
 * @scan: limits; results are filled in
 * @no_cache: keep and use no results
 * @tree: called before each tree
 * @tree_end: called behind each tree, in any case
 * @data: for both
 */
struct job_scan_options {
	const char *const *rules;
	const char *const *trees;
	GPtrArray *sourceless;
	struct scan_options scan;
	bool no_cache;
	void (*tree)(void *data, const char *name);
	void (*tree_end)(void *data, const char *name, const struct scan_coverage *coverage);
	void *data;
};

/**
 * job_scan() - run rules over trees
 * @error: BS_ERROR_INTERRUPTED; or nothing could be done: what is wrong with some of the rules or
 *         trees is told by @tree_end, and the others are scanned
 */
bool job_scan(const struct workspace *workspace, struct job_scan_options *options,
	      GError **error);

/**
 * job_find_rules() - the rules that a word of the user names
 * @workspace: where
 * @word: "pack/rule", "pack", a file, or NULL for every rule of every pack
 * @faults: gets those that cannot be read; NULL: then there must be none
 * @error: BS_ERROR_MISSING; without @faults, what is wrong with them, see rule_faults_error()
 * Return: struct rule_source *, by name; not checked with rule_source_check()
 */
GPtrArray *job_find_rules(const struct workspace *workspace, const char *word, GPtrArray *faults,
			  GError **error);

/**
 * job_add_rule() - add a rule to a scan, if it may be run
 * @source: is read once more, as @scan keeps what it gets
 * @error: as scan_add(); BS_ERROR_UNSAFE where it is not allowed
 */
bool job_add_rule(const struct workspace *workspace, struct scan *scan,
		  const struct rule_source *source, GError **error);

/**
 * job_try_rule() - can it be run?
 * @results: what is known of rules; may be NULL
 * @error: what is wrong with it; BS_ERROR_UNSAFE where it is not allowed
 */
bool job_try_rule(const struct workspace *workspace, const struct rule_source *source,
		  struct results *results, GError **error);

/** job_allowed_file() - where the digests of allowed rules are; newly allocated */
char *job_allowed_file(const struct workspace *workspace);

#endif /* JOB_SCAN_H */
