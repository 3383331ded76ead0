/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A part that excludes what another part has seen to be tested for NULL: where the code tests
 * it in the very next statement, spatch need not be asked.
 */
#ifndef RULES_SMPLTESTED_H
#define RULES_SMPLTESTED_H

#include <glib.h>

#include "rules/need.h"

/**
 * smpl_tests_null() - is a part "x@p = f(...); ... \( x == NULL \| x != NULL \)" and no more?
 * @header: between its first two "@", trimmed
 * @variables: declarations of its metavariables, comments blanked
 * @body: the pattern, comments blanked
 * Return: the name of the position, newly allocated, or NULL
 */
char *smpl_tests_null(const char *header, const char *variables, const char *body);

/**
 * smpl_untested() - does a part begin with a call whose position is not one that was tested?
 * @variables: of the part
 * @body: of the part
 * @from: name of the part that smpl_tests_null() was true of
 * @position: its position
 * Return: NEED_UNTESTED of the words that are called, or NULL
 */
struct need *smpl_untested(const char *variables, const char *body, const char *from,
			   const char *position);

#endif /* RULES_SMPLTESTED_H */
