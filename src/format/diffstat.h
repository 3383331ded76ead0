/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The diffstat and summary that git format-patch puts above a diff.
 */
#ifndef FORMAT_DIFFSTAT_H
#define FORMAT_DIFFSTAT_H

#include <glib.h>
#include <stdbool.h>

#include "format/diff.h"

/** diffstat_write() - append diffstat and summary, 72 columns wide, as git does */
void diffstat_write(const struct diff *diff, GString *out);

/**
 * diffstat_count() - added and removed lines of all files
 * @diff: the diff
 * @out_added: gets the number of '+' lines
 * @out_deleted: gets the number of '-' lines
 */
void diffstat_count(const struct diff *diff, unsigned long *out_added,
		    unsigned long *out_deleted);

/**
 * diffstat_total() - is it " 2 files changed, 3 insertions(+), 1 deletion(-)"?
 * @line: without newline
 * @out: gets files, insertions, deletions
 */
bool diffstat_total(const char *line, unsigned long out[3]);

/** diffstat_line() - does @line belong to a diffstat or its summary? */
bool diffstat_line(const char *line);

#endif /* FORMAT_DIFFSTAT_H */
