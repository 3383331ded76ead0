/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a scan keeps of each rule, of each tree and of each file: for the scan's
 * own files.
 */
#ifndef RULES_SCANRULE_H
#define RULES_SCANRULE_H

#include "rules/batch.h"
#include "rules/literals.h"
#include "rules/macros.h"
#include "rules/need.h"
#include "rules/scan.h"
#include "rules/smpl.h"
#include "rules/textindex.h"
#include "rules/wordset.h"

/**
 * struct scan_rule - a rule of a scan
 * @name: "pack/rule"
 * @source: NULL for a judge
 * @smpl: NULL for a judge
 * @plan: NULL for a judge
 * @file: need of a file
 * @piece: need of a definition
 * @key: digest of all that its results depend on apart from the tree; NULL: not kept
 * @headers: .h files too
 * @needs: struct need *: of each part; NULL when it is always run complete
 * @words: of @needs
 * @relations: struct need *: of @needs, borrowed; NULL without @needs
 * @spec: for batch_run()
 * @judge: or NULL
 * @data: for @judge
 */
struct scan_rule {
	char *name;
	struct rule_source *source;
	struct smpl *smpl;
	struct smpl_plan *plan;
	struct need *file;
	struct need *piece;
	char *key;
	bool headers;
	GPtrArray *needs;
	struct wordset *words;
	GPtrArray *relations;
	struct batch_spec spec;
	scan_judge judge;
	const void *data;
};

/**
 * struct scan - see scan.h
 * @options: of the caller
 * @rules: struct scan_rule *
 * @words: of all needs
 * @macros: for spatch, NULL when there is no standard.h
 * @headers: what the headers of the tree that is scanned add to it; NULL for nothing
 * @cover: a file without any of these concerns no rule; NULL when a rule needs nothing
 * @covered: @cover was made
 * @index: what is known of contents; NULL without kept results
 */
struct scan {
	const struct scan_options *options;
	GPtrArray *rules;
	struct wordset *words;
	char *macros;
	struct macros *headers;
	struct literals *cover;
	bool covered;
	struct textindex *index;
};

/**
 * struct scan_candidates - the files of a tree that hold the words of a rule
 * @paths: char *
 * @digest: of paths and stamps
 */
struct scan_candidates {
	GPtrArray *paths;
	char *digest;
};

/**
 * scan_find_candidates() - go over a tree
 * @scan: the scan
 * @tree: where
 * @coverage: files and problems are counted
 * Return: one a rule, for scan_candidates_free(); NULL with an error
 */
struct scan_candidates *scan_find_candidates(struct scan *scan, const struct tree *tree,
					     struct scan_coverage *coverage, GError **error);

void scan_candidates_free(struct scan_candidates *candidates, guint rules);

/**
 * struct scan_record - what a rule said of one file, as it is kept
 * @functions: that hold the words
 * @findings: struct finding *
 * @missed: struct scan_missed *
 * @keep: complete: no piece failed for a reason that may pass
 */
struct scan_record {
	guint functions;
	GPtrArray *findings;
	GPtrArray *missed;
	bool keep;
};

struct scan_record *scan_record_new(void);
void scan_record_free(struct scan_record *record);

/** scan_record_print() - as text, one line an item, to be read by scan_record_parse() */
void scan_record_print(const struct scan_record *record, GString *to);

/** scan_record_parse() - NULL when it is damaged; @text is changed */
struct scan_record *scan_record_parse(char *text, const char *rule, const char *path);

/** scan_missed_new() - copies of all */
struct scan_missed *scan_missed_new(const char *rule, const char *path, const char *function,
				    const char *reason);

/** scan_key() - digest of some strings, NULL-terminated; newly allocated */
char *scan_key(const char *first, ...) G_GNUC_NULL_TERMINATED;

/** typedef scan_done - called with what a rule said of a file */
typedef void (*scan_done)(void *data, const char *path, struct scan_record *record);

/**
 * scan_files() - look at some files with one rule
 * @scan: the scan
 * @rule: the rule
 * @tree: where
 * @files: char *: paths, in order
 * @coverage: problems are added
 * @done: called for each file, in order; takes no ownership
 * @data: for @done
 */
bool scan_files(struct scan *scan, struct scan_rule *rule, const struct tree *tree,
		const GPtrArray *files, struct scan_coverage *coverage, scan_done done,
		void *data, GError **error);

#endif /* RULES_SCANRULE_H */
