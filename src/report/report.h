/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Output formats.  Each reads a struct series_result and returns text; nothing
 * here prints or does work.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <glib.h>
#include <stdbool.h>

#include "report/result.h"

/**
 * struct report_style - how text is laid out
 * @colour: terminal colours
 * @columns: width of the terminal
 * @verbose: proofs, landings and attempts of every patch, not only of those that need a person
 */
struct report_style {
	bool colour;
	unsigned int columns;
	bool verbose;
};

/** report_text() - the matrix and what a person must look at; @results: struct series_result * */
char *report_text(const GPtrArray *results, const struct report_style *style);

/** report_json() - {"schema":"backstitch.port/1", …} for one series */
char *report_json(const struct series_result *result);

/** report_matrix_json() - {"schema":"backstitch.report/1","series":[…]} for many */
char *report_matrix_json(const GPtrArray *results);

/** report_html() - one page without outside assets; @when: seconds since the epoch, for the foot */
char *report_html(const GPtrArray *results, gint64 when);

/**
 * verdict_json() - one tree's part, for SERIES/TREE/verdict.json
 *
 * The same input gives the same bytes.
 */
char *verdict_json(const struct tree_result *result);

/**
 * verdict_parse() - read verdict.json back
 * @text: the file
 * @error: BS_ERROR_INPUT
 *
 * The texts of ported patches are not in it; the caller fills patch_result.text.
 */
struct tree_result *verdict_parse(const char *text, GError **error);

#endif /* REPORT_REPORT_H */
