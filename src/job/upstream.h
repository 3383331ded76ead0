/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is to be ported: a series in patches/, or commits of a repository.
 */
#ifndef JOB_UPSTREAM_H
#define JOB_UPSTREAM_H

#include <glib.h>
#include <stdbool.h>

#include "format/series.h"
#include "job/workspace.h"

/**
 * repositories_known() - git repositories that a run may look for commits in
 * @workspace: whose trees' repositories come last
 * @named: the one that the user names, or NULL for that of the working directory
 * @confs: struct tree_conf *: trees of the run
 * @unread: char *: gets why a tree's repository or commit cannot be read, for each
 * @error: BS_ERROR_MISSING: @named is none
 * Return: char *: .git folders, @named first, each once
 */
GPtrArray *repositories_known(const struct workspace *workspace, const char *named,
			      const GPtrArray *confs, GPtrArray *unread, GError **error);

/**
 * struct upstream_options - how a series is asked for
 * @what: NULL-terminated: the name of a series; or commits and ranges "A..B"
 * @repositories: char *: where commits are looked for, in order
 * @unread: char *: why one may not be found that is there
 * @named: only the first of them counts
 * @mainline: parent that a merge is compared with, from 1; 0 for none
 * @name: for a new series; NULL for one made from the title
 */
struct upstream_options {
	const char *const *what;
	const GPtrArray *repositories;
	const GPtrArray *unread;
	bool named;
	unsigned int mainline;
	const char *name;
};

/**
 * upstream_series() - the series that the user means; one made of commits may be in memory only
 * @out_repository: gets the .git folder that its commits were taken from, newly allocated;
 *                  NULL when they were not
 * @notes: char *: one is added for commits of a range that are not in the series
 * @error: BS_ERROR_MISSING: neither series nor commit; BS_ERROR_INPUT: a merge, an empty range
 */
struct series *upstream_series(const struct workspace *workspace,
			       const struct upstream_options *options, char **out_repository,
			       GPtrArray *notes, GError **error);

#endif /* JOB_UPSTREAM_H */
