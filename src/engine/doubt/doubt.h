/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What speaks against a merge of C that looks good: not whether it compiles,
 * but whether what was put in means here what it means upstream.  Functions,
 * tables, types and macros are told apart by name.
 */
#ifndef ENGINE_DOUBT_DOUBT_H
#define ENGINE_DOUBT_DOUBT_H

#include <glib.h>

#include "engine/code/scans.h"
#include "engine/result/signs.h"

/**
 * struct doubt_input - a merge, and what it was made from
 * @base: upstream's file before, names already translated
 * @theirs: upstream's file after, likewise
 * @ours: this tree's file
 * @result: the merge
 * @scans: of these; borrowed
 */
struct doubt_input {
	GBytes *base;
	GBytes *theirs;
	GBytes *ours;
	GBytes *result;
	struct scans *scans;
};

/**
 * doubt_find() - the first of these that holds; @signs gets all of them
 *
 * A definition changes that upstream's commit does not touch; braces no longer close as they do
 * upstream; a function is given a variable of upstream's that it does not have here, or has as
 * another one, or only in part; a variable is left without a use; a value is returned where there
 * is none to return, or none where there is.
 *
 * Return: one line for people, newly allocated; NULL when nothing speaks against it
 */
char *doubt_find(const struct doubt_input *input, struct signs *signs);

/** doubt_variables() - only what concerns the variables of a function; newly allocated or NULL */
char *doubt_variables(const struct doubt_input *input);

/**
 * doubt_declarations() - a variable that a function declares no more and has further uses of,
 * where upstream's function has none left
 * Return: newly allocated, or NULL
 */
char *doubt_declarations(const struct doubt_input *input);

#endif /* ENGINE_DOUBT_DOUBT_H */
