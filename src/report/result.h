/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a run of `port` or `report` has to tell: the model that every output
 * format reads.  Filled by job/, or read back from verdict.json.
 */
#ifndef REPORT_RESULT_H
#define REPORT_RESULT_H

#include <glib.h>
#include <stdbool.h>

#include "check/check.h"
#include "engine/result/port.h"

/** enum verdict - of a port; design.md section 2 */
enum verdict {
	VERDICT_NONE,		/* nothing was ported, so nothing to judge */
	VERDICT_PROVEN,
	VERDICT_REVIEW,
	VERDICT_FAILED,
};

/** verdict_name() - "proven", "review", "failed", "" */
const char *verdict_name(enum verdict verdict);

/**
 * struct patch_result - one patch on one tree
 * @patch: file name of upstream's patch in the series folder
 * @subject: title
 * @outcome: see enum outcome
 * @rung: name, NULL when nothing was ported
 * @verdict: see enum verdict
 * @reason: one line
 * @file: the ported patch, relative to the workspace, or NULL
 * @text: the ported patch's bytes, NULL when none
 * @left_out: who chose to do without it, of a conflict; or NULL
 * @landings: struct landing *
 * @residue: char *
 * @adapted: char *
 * @attempts: struct attempt *, rung names static
 * @files: struct picked_file *: how each file came about; empty without git objects
 * @warnings: char *: what looks wrong in the result
 * @notes: char *: what a person should know besides: later fixes of this commit, reverts
 * @conflicts: struct explanation *: why it is a conflict
 * @draft: folder in which a person can complete or confirm it, relative to the workspace; or NULL
 * @resume: command to go on with then; NULL without @draft
 * @proofs: struct proof *
 * @commit: id of upstream's commit, or NULL
 * @precision: how often such results were right on past backports; 0 when not measured
 */
struct patch_result {
	char *patch;
	char *subject;
	char *commit;
	double precision;
	enum outcome outcome;
	char *rung;
	enum verdict verdict;
	char *reason;
	char *left_out;
	char *file;
	char *text;
	GPtrArray *landings;
	GPtrArray *residue;
	GPtrArray *adapted;
	GPtrArray *attempts;
	GPtrArray *files;
	GPtrArray *conflicts;
	char *draft;
	char *resume;
	GPtrArray *warnings;
	GPtrArray *notes;
	GPtrArray *proofs;
};

/**
 * struct tree_result - a series on one tree
 * @tree: "6.18.y"
 * @kernel: version found in the tree's Makefile, or NULL
 * @error: why the tree could not be looked at, or NULL
 * @onto: id of the commit that it was ported to; NULL for a folder
 * @branch: local branch that was made or is up to date, or NULL
 * @tip: id of its last commit, or NULL
 * @no_branch: why none was made though asked for, or NULL
 * @patches: struct patch_result *
 */
struct tree_result {
	char *tree;
	char *kernel;
	char *error;
	char *onto;
	char *branch;
	char *tip;
	char *no_branch;
	GPtrArray *patches;
};

/**
 * struct series_result - a series on several trees
 * @series: its name
 * @title: subject of its cover letter or of its only patch
 * @version: of the series
 * @notes: char *: what a person should know of what was asked for: merges that were left out
 * @trees: struct tree_result *, oldest kernel first
 * @sourceless: char *: trees that were left out, as it is not known where their source is
 */
struct series_result {
	char *series;
	char *title;
	unsigned int version;
	GPtrArray *notes;
	GPtrArray *trees;
	GPtrArray *sourceless;
};

struct patch_result *patch_result_new(void);
struct tree_result *tree_result_new(const char *tree);
struct series_result *series_result_new(const char *series);
void patch_result_free(struct patch_result *result);
void tree_result_free(struct tree_result *result);
void series_result_free(struct series_result *result);

/** series_result_clean() - nothing in it needs a person: exit status 0 */
bool series_result_clean(const struct series_result *result);

typedef struct series_result series_result;
typedef struct tree_result tree_result;
typedef struct patch_result patch_result;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(series_result, series_result_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(tree_result, tree_result_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(patch_result, patch_result_free)

#endif /* REPORT_RESULT_H */
