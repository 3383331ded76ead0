/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs rules over whole trees.  What a rule can say nothing about is never given
 * to spatch, what was looked at once is not looked at again in another tree or
 * another run, and what could not be looked at is told by name.
 */
#ifndef RULES_SCAN_H
#define RULES_SCAN_H

#include <glib.h>
#include <stdbool.h>

#include "base/progress.h"
#include "rules/fault.h"
#include "rules/finding.h"
#include "rules/source.h"
#include "store/results.h"
#include "tree/tree.h"

/**
 * struct scan_missed - a function that holds a rule's words and was not looked at
 * @rule: "pack/rule"
 * @path: in the tree
 * @function: its name
 * @reason: "could not be parsed", "time limit reached" …
 */
struct scan_missed {
	char *rule;
	char *path;
	char *function;
	char *reason;
};

/**
 * struct scan_coverage - how much of a tree the rules have seen
 * @files: that were considered
 * @functions: functions and other definitions that hold a rule's words; a mere declaration counts
 *             only where it could not be looked at
 * @looked_at: of them, those that spatch, or what judges the sites of a rule, could read
 * @missed: struct scan_missed *: the others
 * @problems: char *: files that could not be read
 * @faults: struct rule_fault *: rules that could not be run, or not to the end
 * @rules: how many went to the end
 */
struct scan_coverage {
	guint files;
	guint functions;
	guint looked_at;
	GPtrArray *missed;
	GPtrArray *problems;
	GPtrArray *faults;
	guint rules;
};

struct scan_coverage *scan_coverage_new(void);
void scan_coverage_free(struct scan_coverage *coverage);

/**
 * typedef scan_judge - looks at a file instead of spatch
 * @data: of the rule
 * @tree: for looking at other files
 * @path: of the file
 * @source: its bytes
 * @results: of the scan, may be NULL
 * @findings: struct finding * are appended
 */
typedef bool (*scan_judge)(const void *data, const struct tree *tree, const char *path,
			   GBytes *source, struct results *results, GPtrArray *findings,
			   GError **error);

/**
 * struct scan_options - limits
 * @jobs: spatch processes at a time, 0 for as many as there are processors
 * @seconds: for one piece of source, 0 for 30
 * @memory: bytes for one spatch, 0 for 4 GiB
 * @below: folder or file to stay in, NULL or "" for all
 * @results: kept results, may be NULL
 * @progress: may be NULL
 * @found: called for each finding as soon as it is known, by rule and path
 * @data: for @found
 */
struct scan_options {
	unsigned int jobs;
	unsigned int seconds;
	gsize memory;
	const char *below;
	struct results *results;
	const struct progress *progress;
	void (*found)(void *data, const struct finding *finding);
	void *data;
};

struct scan;

/** scan_new() - a scan without rules; @options must outlive it */
struct scan *scan_new(const struct scan_options *options);

/**
 * scan_add() - add a rule that may be run
 * @scan: nothing may be added once a tree was scanned
 * @source: taken over, in any case
 * @error: BS_ERROR_INPUT when it has no mode that reports
 */
bool scan_add(struct scan *scan, struct rule_source *source, GError **error);

/**
 * scan_add_judge() - add a rule that a function of ours decides
 * @scan: the scan
 * @name: "pack/rule"
 * @words: char *: a file with none of them is not looked at
 * @key: digest of all that the answer depends on besides the tree; which of its files matter
 *       is found out by watching what @judge reads
 * @judge: the function
 * @data: for @judge, must outlive the scan
 */
void scan_add_judge(struct scan *scan, const char *name, const GPtrArray *words,
		    const char *key, scan_judge judge, const void *data);

/**
 * scan_tree() - run all rules over a tree
 * @scan: rules
 * @tree: where
 * @coverage: an empty one, or one with faults; filled, so far as it went
 * @error: BS_ERROR_INTERRUPTED; anything else is a fault, and the other rules are run
 */
bool scan_tree(struct scan *scan, const struct tree *tree, struct scan_coverage *coverage,
	       GError **error);

/**
 * scan_try() - does spatch take the rules, whatever they are run on?
 * @scan: rules; those that it took are kept in the results
 * @error: BS_ERROR_INPUT for a rule that does not parse
 */
bool scan_try(struct scan *scan, GError **error);

void scan_free(struct scan *scan);

typedef struct scan scan;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(scan, scan_free)
typedef struct scan_coverage scan_coverage;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(scan_coverage, scan_coverage_free)

#endif /* RULES_SCAN_H */
