/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Headers that a result needs and does not include: upstream's file had them
 * before the commit, so that no patch brings them along, and git merges without a word.
 */
#ifndef ENGINE_NAMES_INCLUDES_H
#define ENGINE_NAMES_INCLUDES_H

#include <glib.h>
#include <stdbool.h>

#include "engine/names/headers.h"

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
 * @upstream_headers: of upstream's tree after the commit; NULL where that is not known
 * @upstream_path: of the file there
 * @words: of this tree
 * @ours, @theirs, @result: versions of the file
 * @others: GBytes *: results of the pick's other C files, which may declare names
 * @other_headers: GBytes *: those of them that are headers
 */
struct include_input {
	struct headers *headers;
	const char *path;
	struct headers *upstream_headers;
	const char *upstream_path;
	const struct words *words;
	GBytes *ours;
	GBytes *theirs;
	GBytes *result;
	const GPtrArray *others;
	const GPtrArray *other_headers;
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

/**
 * includes_unreached() - what the result calls and constants that no header which it includes has
 *
 * Upstream's file has them from a header, which is another one here, or which this tree's file
 * does not include.  A name that upstream's file has from elsewhere is not asked for, nor
 * anything in a header, or in a file that others may include or that includes code.
 *
 * @warnings: gets char *
 */
void includes_unreached(const struct include_input *input, GPtrArray *warnings);

/** file_tells() - does it declare the name for others? No parameter, nor a function's variable */
bool file_tells(const char *path, GBytes *bytes, const struct lex *name);

/** includes_only_in() - struct include_line: those of a file that another version has not */
GArray *includes_only_in(GBytes *file, GBytes *other);

/** includes_dropped_names() - char *: names in the result that a header declares which goes */
GPtrArray *includes_dropped_names(const struct include_input *input);

/**
 * includes_new_names() - char *: names in what the result adds that ours does not have
 * @shared: only those with a '(' behind them, and those that begin as constants do
 */
GPtrArray *includes_new_names(GBytes *ours, GBytes *result, bool shared);

/** header_declares() - does it define or declare the name? */
bool header_declares(GBytes *header, const char *name);

/** includes_brought() - does one of these results declare the name? GBytes *, NULL for none */
bool includes_brought(const GPtrArray *results, const char *name);

/**
 * includes_drop_reached() - leaves the names that no header mentions which the result reaches
 * @names: char *; none is left where nobody looked at all of the headers
 */
void includes_drop_reached(const struct include_input *input, GPtrArray *names);

/** include_line_of() - the line, from 1, that includes @header, with its quotes; 0 for none */
size_t include_line_of(GBytes *code, const char *header);

#endif /* ENGINE_NAMES_INCLUDES_H */
