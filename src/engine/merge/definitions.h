/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A C file as a row of definitions: functions, types, tables and macros, each
 * with the comment above it.  Code that moved to another file or to another
 * place is found again by the name of what it is in.
 */
#ifndef ENGINE_MERGE_DEFINITIONS_H
#define ENGINE_MERGE_DEFINITIONS_H

#include <glib.h>
#include <stdbool.h>

#include "engine/merge/threeway.h"
#include "format/csource.h"

/**
 * struct definitions - a file
 * @bytes: its text
 * @lines: struct line
 * @source: scanned
 */
struct definitions {
	GBytes *bytes;
	GArray *lines;
	struct csource *source;
};

/** definitions_of() - scan a file; never fails */
struct definitions *definitions_of(GBytes *bytes);
void definitions_free(struct definitions *definitions);

/** definitions_holding() - the definition that has all of these lines inside it, or NULL */
const struct cregion *definitions_holding(const struct definitions *definitions, struct span lines);

/** definitions_like() - the only definition with the name and kind of @wanted, or NULL */
const struct cregion *definitions_like(const struct definitions *definitions,
				       const struct cregion *wanted);

/**
 * definitions_same() - the definition that lines are in, in another file or version
 * @there: has the lines
 * @lines: of it
 * Return: the one of @here with its name and kind, where either has one alone; or NULL
 */
const struct cregion *definitions_same(const struct definitions *there, struct span lines,
				       const struct definitions *here);

/** definition_span() - its lines, those of a comment right above it included */
struct span definition_span(const struct definitions *definitions, const struct cregion *region);

/** definition_text() - these lines */
GBytes *definition_text(const struct definitions *definitions, const struct cregion *region);

/** definition_replace() - the file with another text in the definition's place */
GBytes *definition_replace(const struct definitions *definitions, const struct cregion *region,
			   GBytes *text);

/**
 * definitions_beside() - where lines belong that stand between definitions
 * @there: the file that has them
 * @at: line of it, from 0
 * @here: another file, with some of the definitions
 * Return: line of @here, from 0, right behind the nearest definition above, or else right in front
 *         of the nearest one below, that both have; -1 when neither has one close by
 */
long definitions_beside(const struct definitions *there, size_t at,
			const struct definitions *here);

typedef struct definitions definitions;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(definitions, definitions_free)

#endif /* ENGINE_MERGE_DEFINITIONS_H */
