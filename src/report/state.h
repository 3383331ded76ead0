/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Outcome and verdict in one word: what a cell of the matrix shows.  One table
 * row says it for the terminal, the page and JSON alike.
 */
#ifndef REPORT_STATE_H
#define REPORT_STATE_H

#include <glib.h>
#include <stdbool.h>

#include "engine/result/pickedfile.h"
#include "report/result.h"

/** enum state - of a patch on a tree, from what needs nobody to what needs a person most */
enum state {
	STATE_UNTRIED,
	STATE_NOT_AFFECTED,
	STATE_PRESENT,
	STATE_PROVEN,
	STATE_REVIEW,
	STATE_PROPOSED,
	STATE_LEFT_OUT,
	STATE_CONFLICT,
	STATE_REFUTED,
	STATE_FAILED,
	STATE_ERROR,
};

#define STATE_COUNT (STATE_ERROR + 1)

/**
 * struct state_row - how a state is shown
 * @name: in JSON and as CSS class
 * @symbol: one column wide; stands beside the words, so that colour is never alone
 * @label: the outcome as people read it
 * @full: outcome and verdict
 * @meaning: for the legend
 * @colour: SGR parameters
 */
struct state_row {
	const char *name;
	const char *symbol;
	const char *label;
	const char *full;
	const char *meaning;
	const char *colour;
};

/** state_row() - the table's row for @state */
const struct state_row *state_row(enum state state);

/** state_of() - the state of one patch; a port that nobody judged needs review */
enum state state_of(const struct patch_result *patch);

/**
 * state_meaning() - what the state of one patch means, and for a review what made it one
 * @patch: the patch
 * Return: newly allocated
 */
char *state_meaning(const struct patch_result *patch);

/** state_of_tree() - the worst state of a tree's patches; STATE_ERROR with tree->error */
enum state state_of_tree(const struct tree_result *tree);

/** state_needs_person() - is there something left that a person must do? */
bool state_needs_person(enum state state);

/** rung_words() - what rung_text() says, of any rung; newly allocated, NULL for none */
char *rung_words(const char *rung, double precision);

/** rung_text() - the rung, how it works, how often it was right; newly allocated, NULL for none */
char *rung_text(const struct patch_result *patch);

/** is_said() - do the reason or the warnings of a result say the same? Once is enough */
bool is_said(const char *text, const char *reason, const GPtrArray *warnings);

/**
 * file_text() - how a file came about, newly allocated
 * @noted: with the file's note
 * Return: NULL where there is nothing to tell: it was taken as it is, or git merged it
 */
char *file_text(const struct picked_file *file, bool noted);

/** proof_symbol() - "✓", "✗" or "–" */
const char *proof_symbol(enum proof_result result);

/** placement_text() - a placement in words: "3-way merge" */
const char *placement_text(enum placement placement);

#endif /* REPORT_STATE_H */
