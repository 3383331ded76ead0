/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a series on one tree leaves: its folder in patches/, and a branch when asked for.
 */
#ifndef JOB_PORTTREE_H
#define JOB_PORTTREE_H

#include <glib.h>
#include <stdbool.h>

#include "format/patch.h"
#include "job/workspace.h"
#include "report/result.h"
#include "tree/branch.h"
#include "tree/objects.h"

/** porttree_is_known() - has every patch an outcome other than an error? */
bool porttree_is_known(const struct tree_result *result);

/** porttree_write() - patches/SERIES/TREE: quilt's series file, the patches, verdict.json */
bool porttree_write(const struct workspace *workspace, const char *series,
		    const struct tree_result *result, GError **error);

/**
 * porttree_note() - how conflicts were resolved and what was left out, for the message
 * @port: what it became
 * @notes: gets char *, for each file, or of what differs where no base is known
 */
void porttree_note(const struct port *port, GPtrArray *notes);

/** porttree_commit() - a ported patch as a commit with the tree @tree */
struct new_commit *porttree_commit(const struct patch *ported, const struct object_id *tree);

/**
 * porttree_branch_name() - what a tree's branch is called
 * @wanted: as the user says, "" for the default: backstitch/SERIES/TREE
 * @several: there are other trees in this run: the tree's name goes behind what is wanted
 */
char *porttree_branch_name(const char *wanted, const char *series, const char *tree, bool several);

/** porttree_check_branch() - could it be made? See branch_check() */
bool porttree_check_branch(const struct workspace *workspace, const char *repository,
			   const char *name, GError **error);

/**
 * struct porttree_branch - what a branch is made of
 * @workspace: remembers which branches are ours
 * @repository: where
 * @base: 40 digits: the commit that it stands on
 * @commits: struct new_commit *
 * @objects: has what they need
 */
struct porttree_branch {
	const struct workspace *workspace;
	const char *repository;
	const char *base;
	const GPtrArray *commits;
	struct objects *objects;
};

/**
 * porttree_make_branch() - make the branch @result->branch
 * @branch: what of
 * @result: gets the tip, or instead of the branch why there is none: a patch is left to a
 *          person, a proof of one failed, or there is nothing to commit
 * @error: as branch_make()
 */
bool porttree_make_branch(const struct porttree_branch *branch, struct tree_result *result,
			  GError **error);

#endif /* JOB_PORTTREE_H */
