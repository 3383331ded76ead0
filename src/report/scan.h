/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a scan found, piece by piece as it is found: text, JSON
 * (backstitch.scan/1), SARIF 2.1.0.
 */
#ifndef REPORT_SCAN_H
#define REPORT_SCAN_H

#include <glib.h>
#include <stdbool.h>

#include "rules/scan.h"

/**
 * struct scan_format - one output format; each function returns a newly allocated text
 * @name: as given to --format
 * @start: what stands before all
 * @tree: before the findings of a tree
 * @finding: one finding
 * @tree_end: behind the findings of a tree
 * @end: behind all; @sourceless: char *: trees that were left out for the lack of a source
 *
 * @first is set for the first of its sort.
 */
struct scan_format {
	const char *name;
	char *(*start)(void);
	char *(*tree)(const char *tree, bool first);
	char *(*finding)(const char *tree, const struct finding *finding, bool first);
	char *(*tree_end)(const char *tree, const struct scan_coverage *coverage);
	char *(*end)(const GPtrArray *sourceless);
};

/** scan_formats - the table, ended by a row without name */
extern const struct scan_format scan_formats[];

#endif /* REPORT_SCAN_H */
