/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What looks wrong in a result, for which git had no question: names that the tree lacks, code that
 * does not fit the function it came to.
 */
#ifndef ENGINE_WARN_WARN_H
#define ENGINE_WARN_WARN_H

#include <glib.h>
#include <stdbool.h>

struct headers;
struct scans;
struct words;
struct tree_search;

/**
 * struct warn_input - what a pick gave for one file
 * @path: in the tree
 * @base, @ours, @theirs, @result: contents; NULL where there is none
 * @others: GBytes *: results of the pick's other C files, which may declare names; or NULL
 * @ours_words: words of the tree ported to
 * @base_words: words of upstream's tree before the commit, or NULL
 * @guess: they may not be: upstream's tree is not known
 * @headers: of the tree ported to, with the pick's result; or NULL
 * @base_path, @upstream_headers: where the file is upstream, and the headers there after the
 *                                commit; NULL where they are not known
 * @scans: of these; or NULL
 * @members: gets those of structures that none of the texts tells; or NULL
 */
struct warn_input {
	const char *path;
	GBytes *base;
	GBytes *ours;
	GBytes *theirs;
	GBytes *result;
	const GPtrArray *others;
	const struct words *ours_words;
	const struct words *base_words;
	bool guess;
	struct headers *headers;
	const char *base_path;
	struct headers *upstream_headers;
	struct scans *scans;
	struct tree_search *members;
};

/**
 * warn_file() - what looks wrong in a result, clean merge or not
 * @warnings: char * are added: an identifier that the tree lacks and the base has, a leftover of
 *            a name that upstream removed, unbalanced braces, the wrong number of arguments of a
 *            function that the tree defines, the same text placed in a twin function
 */
void warn_file(const struct warn_input *input, GPtrArray *warnings);

/**
 * warn_alone() - what looks wrong in a C file by itself, where upstream's versions are not at hand
 * @members: gets those of structures that the file does not tell: see members_unknown()
 * @warnings: gets char *
 */
void warn_alone(GBytes *ours, GBytes *result, struct tree_search *members, GPtrArray *warnings);

#endif /* ENGINE_WARN_WARN_H */
