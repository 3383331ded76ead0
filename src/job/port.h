/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * port: a series onto trees, with proofs, verdicts and the files they leave in
 * the workspace; and report: what earlier runs left.
 */
#ifndef JOB_PORT_H
#define JOB_PORT_H

#include <glib.h>
#include <stdbool.h>

#include "base/progress.h"
#include "job/workspace.h"
#include "report/result.h"

/**
 * struct port_options - what the user asked for
 * @what: NULL-terminated: the name of a series in patches/; or commits and ranges "A..B", which
 *        become one series
 * @repository: where its commits are; NULL: the working directory's, else the trees'
 * @mainline: parent that a merge is compared with, from 1; 0 for none
 * @name: for a new series; NULL for one made from the title
 * @trees: NULL-terminated: "NAME" or "NAME=SOURCE"; NULL or empty: all tree files that
 *         have a source
 * @proofs: NULL-terminated names to run instead of the tree file's; NULL: those
 * @no_proofs: run none; a verdict is then at best "review"
 * @dry_run: write nothing
 * @branch: make a local branch in each tree's repository: its name, "" for
 *          backstitch/SERIES/TREE; NULL: make none
 * @conflicts: write the first conflict or proposal on each tree for a person to complete
 * @resume: go on with those that a person has completed
 * @skip: go on without them
 * @jobs: trees at a time; with @conflicts or @resume it is one, as what was resolved on a
 *        tree serves the next
 * @progress: may be NULL
 */
struct port_options {
	const char *const *what;
	const char *repository;
	unsigned int mainline;
	const char *name;
	const char *branch;
	const char *const *trees;
	const char *const *proofs;
	bool no_proofs;
	bool dry_run;
	bool conflicts;
	bool resume;
	bool skip;
	unsigned int jobs;
	const struct progress *progress;
};

/**
 * job_port() - port a series
 * @error: no such series or tree, interrupted; trees that were done by then are written
 */
struct series_result *job_port(const struct workspace *workspace,
			       const struct port_options *options, GError **error);

/**
 * job_report() - what patches/ holds: struct series_result *, by name
 * @series: only this one, or NULL
 */
GPtrArray *job_report(const struct workspace *workspace, const char *series, GError **error);

#endif /* JOB_PORT_H */
