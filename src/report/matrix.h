/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Several series on several trees as rows and columns, and as counts.
 */
#ifndef REPORT_MATRIX_H
#define REPORT_MATRIX_H

#include <glib.h>

#include "report/result.h"
#include "report/state.h"

/**
 * struct column - one tree of the matrix over several series
 * @tree: its name, borrowed
 * @kernel: "6.18.5"; "6.18.5 to 6.18.15" where the series saw different ones; "" when not
 *          known
 */
struct column {
	const char *tree;
	char *kernel;
};

/**
 * columns_of() - the trees of all series, struct column *, oldest kernel first
 * @results: struct series_result *; must outlive the columns
 */
GPtrArray *columns_of(const GPtrArray *results);

/** tree_in() - the result of series @result on tree @name, or NULL */
const struct tree_result *tree_in(const struct series_result *result, const char *name);

/**
 * rows_of() - the patches of a series that any tree knows of, in series order
 * @result: a series
 * Return: struct patch_result *, borrowed; the first tree's that has the patch
 */
GPtrArray *rows_of(const struct series_result *result);

/** patch_in() - the result of the patch file @patch on a tree, or NULL; @tree may be NULL */
const struct patch_result *patch_in(const struct tree_result *tree, const char *patch);

/** tree_has_rung() - was a patch ported to this tree by @rung? */
bool tree_has_rung(const struct tree_result *tree, const char *rung);

/** compare_kernels() - by numbers: 6.9.2 before 6.12.1; "" and NULL last */
int compare_kernels(const char *a, const char *b);

/**
 * struct tally - how many patches are in each state
 * @count: by enum state
 * @series: series
 * @patches: rows of the matrix
 * @trees: columns
 */
struct tally {
	unsigned int count[STATE_COUNT];
	unsigned int series;
	unsigned int patches;
	unsigned int trees;
};

/** tally_of() - count over several series */
struct tally tally_of(const GPtrArray *results);

/**
 * tally_text() - "1 series, 1 patch, 4 trees: 2 proven, 1 present, 1 not affected"
 * @tally: counts
 * Return: newly allocated
 */
char *tally_text(const struct tally *tally);

/** tally_person() - how many results need a person */
unsigned int tally_person(const struct tally *tally);

#endif /* REPORT_MATRIX_H */
