/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which trees a command works on: the tree files, and what --tree says.
 */
#ifndef JOB_SELECT_H
#define JOB_SELECT_H

#include <glib.h>

#include "format/series.h"
#include "job/workspace.h"

/**
 * select_series() - the series that a command names
 * @workspace: where they are
 * @name: a folder's name in patches/
 * @error: BS_ERROR_MISSING: no such series, telling of `backstitch list`; BS_ERROR_INPUT: a
 *         damaged one
 */
struct series *select_series(const struct workspace *workspace, const char *name,
			     GError **error);

/**
 * select_trees() - tree files that a command asks for
 * @workspace: where they are
 * @wanted: NULL-terminated: "NAME" or "NAME=SOURCE"; NULL or empty for all with a source
 * @sourceless: gets the names (char *) of those that were left out for the lack of one
 * @error: BS_ERROR_MISSING: no such tree, listing those there are; or a named tree
 *         without source, telling of --tree NAME=SOURCE
 *
 * Return: struct tree_conf *, oldest kernel first; never empty
 */
GPtrArray *select_trees(const struct workspace *workspace, const char *const *wanted,
			GPtrArray *sourceless, GError **error);

/** select_notice() - one line for people about @sourceless; NULL when nothing was left out */
char *select_notice(const GPtrArray *sourceless);

#endif /* JOB_SELECT_H */
