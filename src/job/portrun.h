/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A run of port: what its files in job/ share.
 */
#ifndef JOB_PORTRUN_H
#define JOB_PORTRUN_H

#include "engine/result/calibration.h"
#include "format/series.h"
#include "job/bases.h"
#include "job/followups.h"
#include "job/gitside.h"
#include "job/port.h"
#include "rules/pack.h"
#include "tree/answers.h"
#include "tree/conf.h"
#include "tree/history-index.h"
#include "tree/tree.h"

/**
 * struct run - one series on one tree; each tree has a copy, which shares what is the same for all
 * @workspace: where
 * @options: what the user asked for
 * @series: what is ported
 * @rule: that the series names, or NULL
 * @cache: of proof results
 * @conf: the tree's file
 * @tree: the tree, opened
 * @history: index of its history, or NULL
 * @answers: what git said of its repository before; or NULL
 * @figures: what its rungs are judged by
 * @side: what git has for it; NULL for a folder
 * @stack: struct tree *: @tree's overlays, one a ported patch, last on top
 * @commits: struct new_commit *: the ported patches as commits, where there is a @side
 * @repositories: char *: where commits may be
 * @followups: what upstream did later; NULL where its history is not at hand
 * @several: there is more than one tree
 * @records: how conflicts of the series were resolved before
 * @learnt: resolutions that are in @records and not saved yet
 * @taken: struct byhand *: what persons completed on this tree
 * @results: struct patch_result *: of the patches before; borrowed
 * @waiting: there was a patch on this tree already that a person is needed for
 * @dialects: how @tree spells what upstream spells otherwise
 * @spoken: struct dialect_rule *: those of @dialects that it needs, with the patch in work; NULL
 *          until needed
 * @objects: of the repositories, for a folder; NULL where there are none
 * @bases: what patches were made on, likewise
 * @base: of the last patch; its trees are null where it is not known
 * @others: struct series *: of the workspace; NULL until needed
 */
struct run {
	const struct workspace *workspace;
	const struct port_options *options;
	const struct series *series;
	struct rule *rule;
	struct cache *cache;
	const struct tree_conf *conf;
	struct tree *tree;
	struct history_index *history;
	struct answers *answers;
	struct calibration *figures;
	struct gitside *side;
	struct dialects *dialects;
	GPtrArray *spoken;
	struct objects *objects;
	struct bases *bases;
	struct base base;
	GPtrArray *stack;
	GPtrArray *commits;
	GPtrArray *repositories;
	struct followups *followups;
	bool several;
	struct records *records;
	unsigned int learnt;
	GPtrArray *taken;
	const GPtrArray *results;
	bool waiting;
	GPtrArray *others;
};

/** run_patch() - port one patch of the series, onto those before it; NULL with @error */
struct patch_result *run_patch(struct run *run, const struct patch *patch, GError **error);

#endif /* JOB_PORTRUN_H */
