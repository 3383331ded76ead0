/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ladder: ways to bring a patch in, cheapest and most certain first.  A
 * rung is one file and one row of the table in ladder.c.
 */
#ifndef ENGINE_LADDER_LADDER_H
#define ENGINE_LADDER_LADDER_H

#include <glib.h>
#include <stdbool.h>

#include "engine/ladder/rewriter.h"
#include "engine/result/port.h"
#include "format/patch.h"

struct image;

/**
 * struct climb - one patch on its way into one tree
 * @tree: where to
 * @patch: what
 * @rewriter: for the rule rung, may be NULL
 * @after: overlay on @tree that a rung fills; fresh for each rung
 * @landings: struct landing *, one a hunk; fresh for each rung
 * @residue: char *: what the rung knows to be different; fresh for each rung
 * @reason: why the rung did not do it, set by a rung that returns false; NULL when there was
 *          nothing for it to try
 * @present: evidence that the change is in already, set by a rung that returns false
 * @merged: a rung merged with a file that the patch was made on
 */
struct climb {
	const struct tree *tree;
	const struct patch *patch;
	const struct rewriter *rewriter;
	struct tree *after;
	GPtrArray *landings;
	GPtrArray *residue;
	char *reason;
	char *present;
	bool merged;
};

/**
 * struct rung - a row of the ladder
 * @name: as in reports
 * @climb: fills @after and the landings; false with a reason in the climb, or
 *         false with @error set when it could not be found out
 */
struct rung {
	const char *name;
	bool (*climb)(struct climb *climb, GError **error);
};

/** ladder - the table, ended by a row without name */
extern const struct rung ladder[];

bool rung_exact(struct climb *climb, GError **error);
bool rung_merged(struct climb *climb, GError **error);
bool rung_dialect(struct climb *climb, GError **error);
bool rung_recorded(struct climb *climb, GError **error);
bool rung_context(struct climb *climb, GError **error);
bool rung_rule(struct climb *climb, GError **error);

/**
 * ladder_climb() - try the rungs in order
 * @climb: tree, patch and rewriter set; the result of the rung that did it is in it
 * @only: name of the only rung to try; NULL for all
 * @attempts: struct attempt * are added for those that did not
 * @error: from a rung
 * Return: the rung, or NULL when none did it or @error is set
 */
const struct rung *ladder_climb(struct climb *climb, const char *only, GPtrArray *attempts,
				GError **error);

/** climb_refuse() - set the reason, printf-like; returns false for a rung to return */
bool climb_refuse(struct climb *climb, const char *format, ...) G_GNUC_PRINTF(2, 3);

/**
 * climb_land_merged() - add the landings of a file that was merged
 * @ours: the tree's file
 * @merged: the result
 * @file: upstream's change: each changed place must be in a function that it changes
 * Return: false, with the reason in @climb, when one is not
 */
bool climb_land_merged(struct climb *climb, const struct image *ours, const struct image *merged,
		       const struct file_diff *file);

/**
 * climb_land_versions() - the same where upstream's versions of the file are known
 * @base, @theirs: these: what changes between them is what upstream changes, also where a hunk
 *                 reaches over several functions
 */
bool climb_land_versions(struct climb *climb, const struct image *ours, const struct image *merged,
			 GBytes *base, GBytes *theirs);

/** climb_file() - bring in one file by the rung "exact"; false with the reason in @climb */
bool climb_file(struct climb *climb, const struct file_diff *file);

/**
 * climb_respell() - what a rung brought in, in this tree's words
 * @out_doubt: gets what was not understood, one line, newly allocated; or NULL
 * Return: true when the result is another one now
 */
bool climb_respell(struct climb *climb, char **out_doubt);

/**
 * climb_whole() - bring in what is changed as a whole: a link, a submodule, a binary file
 * @out_done: was it brought in? If not, the reason is in @climb
 * Return: false when it is none of these
 */
bool climb_whole(struct climb *climb, const struct file_diff *file, bool *out_done);

/** climb_kind() - what a file of @kind is when @file's change of mode was made */
enum tree_entry climb_kind(const struct file_diff *file, enum tree_entry kind);

/** climb_clear() - free what a climb holds */
void climb_clear(struct climb *climb);

/**
 * landings_add() - add a landing for each place that differs between two versions of a file
 * @landings: gets struct landing *
 * @before, @after: the versions; the path and the functions are those of @after
 */
void landings_add(GPtrArray *landings, const struct image *before, const struct image *after,
		  enum placement placement);

#endif /* ENGINE_LADDER_LADDER_H */
