/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one thing that is written to a user's repository, and only when asked for: a branch of
 * new commits.  HEAD, index and work trees stay as they are.
 */
#ifndef TREE_BRANCH_H
#define TREE_BRANCH_H

#include <glib.h>
#include <stdbool.h>

#include "tree/objects.h"

/**
 * struct new_commit - one commit to make
 * @tree: its tree
 * @author_name, @author_email: who wrote it
 * @when: when, seconds since the epoch
 * @zone: minutes east of UTC
 * @message: all of it
 */
struct new_commit {
	struct object_id tree;
	char *author_name;
	char *author_email;
	gint64 when;
	int zone;
	char *message;
};

void new_commit_free(struct new_commit *commit);

/**
 * struct branch_known - where earlier runs left a branch
 * @tip: where it was set; null when there was no such run
 * @next: where one that was stopped was about to set it; null when there was none
 */
struct branch_known {
	struct object_id tip;
	struct object_id next;
};

/**
 * struct branch_plan - a branch to make
 * @repository: where
 * @name: without refs/heads/
 * @base: commit that the first one stands on
 * @commits: struct new_commit *, oldest first
 * @committer_name, @committer_email: who makes them
 * @known: a branch that is there may be moved from here alone
 * @intend: keeps where the branch will be, before it is set; false with an error: it is not set
 * @data: for it
 * @objects: has the trees and blobs that @repository lacks
 */
struct branch_plan {
	const char *repository;
	const char *name;
	struct object_id base;
	const GPtrArray *commits;
	const char *committer_name;
	const char *committer_email;
	struct branch_known known;
	bool (*intend)(void *data, const struct branch_known *known, GError **error);
	void *data;
	struct objects *objects;
};

/**
 * branch_check() - could this branch be made?
 * @repository: where
 * @name: without refs/heads/
 * @known: as in struct branch_plan
 * @error: BS_ERROR_INPUT: no valid name, a branch that is not ours, or one that a work tree has
 *         checked out
 */
bool branch_check(const char *repository, const char *name, const struct branch_known *known,
		  GError **error);

/**
 * branch_make() - make the commits and set the branch to the last one
 * @plan: what
 * @out_tip: gets the last commit, or the base when there is none
 * @error: as branch_check(), BS_ERROR_IO
 *
 * A branch that has the same commits already, times of committing apart, stays as it is.  On
 * error the branch is as it was; objects that nothing names may be left, as after a git command
 * that was stopped.
 */
bool branch_make(const struct branch_plan *plan, struct object_id *out_tip, GError **error);

/** branches_of() - char *: full names of a repository's branches, "refs/heads/…", in order */
GPtrArray *branches_of(const char *repository);

#endif /* TREE_BRANCH_H */
