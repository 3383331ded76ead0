/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A diff read line by line for what it does to which files.  Its hunks are
 * counted and not kept, so a patch of any size needs no memory; what
 * `git apply` refuses is an error here.
 */
#ifndef FORMAT_DIFFSCAN_H
#define FORMAT_DIFFSCAN_H

#include <glib.h>
#include <stdbool.h>

#include "format/diff.h"

/** DIFF_SCAN_FILES_MAX - files of one patch that are listed, so that 64 MB hold them */
#define DIFF_SCAN_FILES_MAX 32000

/** DIFF_SCAN_NAMES_MAX - bytes of their names */
#define DIFF_SCAN_NAMES_MAX (4UL << 20)

/**
 * struct scanned_file - what a diff does to one file
 * @head: names, modes and kind of change; without hunks
 * @hunks: how many there are
 * @added: lines
 * @deleted: lines
 */
struct scanned_file {
	struct file_diff *head;
	unsigned long hunks;
	unsigned long added;
	unsigned long deleted;
};

struct diff_scan;

struct diff_scan *diff_scan_new(void);

/**
 * diff_scan_line() - one more line
 * @scan: the reader
 * @line: with its newline, if it has one
 * @size: of @line
 */
void diff_scan_line(struct diff_scan *scan, const char *line, gsize size);

/**
 * diff_scan_end() - the diff is complete
 * @scan: the reader; the next line starts another diff
 * @error: BS_ERROR_INPUT, BS_ERROR_UNSAFE or BS_ERROR_LIMIT with the line number and what is
 *         wrong, also when files are returned: those up to there
 * Return: struct scanned_file *, in order; empty when there was no diff
 */
GPtrArray *diff_scan_end(struct diff_scan *scan, GError **error);

void diff_scan_free(struct diff_scan *scan);

typedef struct diff_scan diff_scan;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(diff_scan, diff_scan_free)

#endif /* FORMAT_DIFFSCAN_H */
