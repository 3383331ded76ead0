/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Headers that a result needs and does not include: upstream's file had them
 * before the commit, so that no patch brings them along, and git merges without a word.
 */
#ifndef ENGINE_INCLUDES_H
#define ENGINE_INCLUDES_H

#include <glib.h>
#include <stdbool.h>

#include "engine/headers.h"

/**
 * struct missing_include - a header that is to be included
 * @header: with its quotes or angles
 * @name: declared there, used in the result, and in no header that the result reaches
 */
struct missing_include {
	char *header;
	char *name;
};

/**
 * struct include_input - a result to look at
 * @headers: of this tree
 * @path: of the file in it
 * @ours, @theirs, @result: versions of the file
 * @others: GBytes *: results of the pick's other C files, which may declare names
 */
struct include_input {
	struct headers *headers;
	const char *path;
	GBytes *ours;
	GBytes *theirs;
	GBytes *result;
	const GPtrArray *others;
};

/**
 * includes_missing() - what the result needs and upstream's file includes
 * Return: struct missing_include *; empty too where the tree cannot be read, or where so many
 *         headers are reached that nobody looked at all of them
 */
GPtrArray *includes_missing(const struct include_input *input);

/**
 * includes_added() - the result with them, where upstream has them: beside the same neighbour, in
 *                    the same block of #include lines
 * Return: NULL when one has no such place
 */
GBytes *includes_added(GBytes *result, GBytes *theirs, const GPtrArray *missing);

/** include_line_of() - the line, from 1, that includes @header, with its quotes; 0 for none */
size_t include_line_of(GBytes *code, const char *header);

#endif /* ENGINE_INCLUDES_H */
