/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Code as a sequence of tokens, comments and layout apart: what two spellings
 * of one change have in common.
 */
#ifndef ENGINE_CODE_CODE_H
#define ENGINE_CODE_CODE_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/image.h"

/**
 * struct code - a piece of code
 * @tokens: struct ctoken without comments; directives are one token each
 * @comments: char *: the comments' texts, words separated by single blanks, without
 *            delimiters and leading stars
 */
struct code {
	GArray *tokens;
	GPtrArray *comments;
	/*< private >*/
	struct csource *source;
};

/** code_of_text() - the code in a piece of a file, which may start inside a comment */
struct code *code_of_text(const char *text, size_t size);

/** code_of_hunk() - one side of a hunk; @skip: '+' for the pre-image, '-' for the post-image */
struct code *code_of_hunk(const struct hunk *hunk, char skip);

/** code_of_lines() - lines @first to @last (from 1) of a file */
struct code *code_of_lines(const struct image *image, unsigned int first, unsigned int last);

/** code_contains() - does @part stand in @whole without a gap? False for an empty @part */
bool code_contains(const struct code *whole, const struct code *part);

/**
 * code_edit() - what a change removes and adds
 * @before: code
 * @after: code
 * @removed: token texts are appended, each with a blank behind it
 * @added: likewise
 *
 * Runs that could stand at several places stand at the first that starts a statement, so
 * that equal changes in different surroundings give equal texts.
 */
void code_edit(const struct code *before, const struct code *after, GString *removed,
	       GString *added);

void code_free(struct code *code);

typedef struct code code;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(code, code_free)

#endif /* ENGINE_CODE_CODE_H */
