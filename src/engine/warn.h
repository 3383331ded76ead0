/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of warn_file(): the four texts cut down to what differs, and the
 * checks, each a function and a row of the table in warn.c.
 */
#ifndef ENGINE_WARN_H
#define ENGINE_WARN_H

#include <glib.h>

#include "engine/lex.h"
#include "engine/words.h"

/**
 * struct extract - a text, and the part of it that another lacks
 * @text, @size: all of it
 * @from, @to: offsets of the part, on line boundaries
 * @start: a place in front of it that is in no comment and no string
 */
struct extract {
	const char *text;
	gsize size;
	gsize from;
	gsize to;
	gsize start;
};

/**
 * struct suspect - a result under examination
 * @input: as given
 * @result, @ours: their parts differ
 * @base, @theirs: likewise
 * @known: hashes of the names and headers that ours' part uses
 * @system_header: the result includes a header of the C library anew
 * @warnings: gets char *
 */
struct suspect {
	const struct warn_input *input;
	struct extract result, ours;
	struct extract base, theirs;
	GHashTable *known;
	bool system_header;
	GPtrArray *warnings;
};

/** extract_lex() - scan from extract's start on to the end of its part */
void extract_lex(const struct extract *extract, struct lex *lex);

/** extract_holds() - is the token in the part itself? */
bool extract_holds(const struct extract *extract, const struct lex *lex);

/** suspect_names() - names, headers and calls that the tree has not */
void suspect_names(struct suspect *suspect);

/** suspect_counts() - names that upstream replaced and the result replaced in part */
void suspect_counts(struct suspect *suspect);

/** suspect_braces() - braces that the result opens and upstream does not */
void suspect_braces(struct suspect *suspect);

/** suspect_twin() - a function changed here that upstream leaves alone */
void suspect_twin(struct suspect *suspect);

#endif /* ENGINE_WARN_H */
