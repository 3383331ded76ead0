/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * import: from mails, patch files, git ranges, replies and archive pages to a
 * series folder.
 */
#ifndef JOB_IMPORT_H
#define JOB_IMPORT_H

#include <glib.h>
#include <stdbool.h>

#include "format/series.h"
#include "job/workspace.h"

/**
 * struct import_options - what the user said beside the sources
 * @sources: NULL-terminated: file, folder, "-", git range "REPO:A..B" or "A..B",
 *           message-id
 * @name: folder name for the series, NULL for one made from the title
 * @rule: "pack/rule", NULL to take what a pack declares for the patch
 * @upstream: commit id of the (single) patch, NULL to take it from the messages or a pack
 */
struct import_options {
	const char *const *sources;
	const char *name;
	const char *rule;
	const char *upstream;
};

/**
 * struct imported - what one import did to one series
 * @name: series folder
 * @patches: patches there are now
 * @total: patches announced
 * @added: patches that this import brought
 * @comments: review comments that this import brought
 * @missing: as series_missing_text() has it
 * @notes: char *: what a person should know ("date from an attribution line, zone unknown")
 */
struct imported {
	char *name;
	unsigned int patches;
	unsigned int total;
	unsigned int added;
	unsigned int comments;
	char *missing;
	GPtrArray *notes;
};

/**
 * job_import() - import sources into the workspace
 * @error: names the source, the message and the reason; nothing was written then
 * Return: struct imported *, by name
 */
GPtrArray *job_import(const struct workspace *workspace, const struct import_options *options,
		      GError **error);

/**
 * struct commits - commits of a repository
 * @repository: where they are
 * @first: 40 digits: what comes behind it, up to @last; NULL: @last alone
 * @last: 40 digits
 * @parent: number of the parent that a single merge is compared with, from 1; else 0
 */
struct commits {
	const char *repository;
	const char *first;
	const char *last;
	unsigned int parent;
};

/**
 * import_commits() - upstream's commits as a series
 * @workspace: where
 * @commits: which, in this order, ended by one without @last; a patch whose message names no
 *           other commit has its own as upstream
 * @name: folder name for the series, NULL for one made from the title
 * @error: BS_ERROR_INPUT: there is none, or all are merges or empty
 *
 * A series that holds these commits and no others is there already: it is taken as it is.  One that
 * is called @name, and holds the first of them, takes the others in; that, and a new one, is in
 * memory only, for series_save().
 */
struct series *import_commits(const struct workspace *workspace, const struct commits *commits,
			      const char *name, GError **error);

void imported_free(struct imported *imported);

#endif /* JOB_IMPORT_H */
