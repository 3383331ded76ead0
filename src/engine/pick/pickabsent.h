/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Code of a file that this tree lacks, in other files: between the files of
 * engine/ that look for it.
 */
#ifndef ENGINE_PICK_PICKABSENT_H
#define ENGINE_PICK_PICKABSENT_H

#include "engine/merge/definitions.h"
#include "engine/names/needles.h"
#include "engine/pick/pickfile.h"

/**
 * struct target - a file that may have the code
 * @path, @item: in the tree ported to
 * @before: as it is there, or as the pick has made it so far
 * @now: with what was placed in it
 * @twin: what upstream has at that path before its commit; NULL when it has nothing there
 * @now_has, @twin_has: by number of a line of upstream's file, from 0: does it stand there? Only of
 *        lines near its change; NULL until they are asked for
 * @definitions: of @now, @twin_definitions: of @twin; NULL until they are asked for
 * @signs: what is seen of what was placed
 */
struct target {
	char *path;
	struct tree_item item;
	GBytes *before;
	GBytes *now;
	GBytes *twin;
	bool *now_has;
	bool *twin_has;
	struct definitions *definitions;
	struct definitions *twin_definitions;
	struct signs signs;
};

/**
 * struct wanted - upstream's change of a file that this tree lacks
 * @base, @theirs: the file before and after, by definitions
 * @changes: struct change
 * @placed: for each of them, whether it has its place
 * @code: it is C
 * @stem: path of the first target, which is the file under another ending; NULL for none
 * @near: the lines near a change that tell places apart, without blanks at their ends
 * @numbers: guint: of these, from 0
 */
struct wanted {
	struct definitions *base;
	struct definitions *theirs;
	GArray *changes;
	bool *placed;
	bool code;
	const char *stem;
	struct needles *near;
	GArray *numbers;
};

/** target_put() - takes over @text as what the file is now */
void target_put(struct target *target, GBytes *text);

/** wanted_near() - lines of upstream's file that a change is in or near, from 0 */
struct span wanted_near(const struct wanted *wanted, const struct change *change);

/** NEAR_LINES - lines around a change that tell where it belongs */
#define NEAR_LINES 4

/**
 * target_has() - does a line of upstream's file, without blanks at its ends, stand in the file now?
 * @at: its number, from 0; up to NEAR_LINES away from a change, and one for which line_tells()
 */
bool target_has(const struct wanted *wanted, struct target *target, size_t at);

/** target_twin_has() - likewise in upstream's file of that path */
bool target_twin_has(const struct wanted *wanted, struct target *target, size_t at);

/**
 * target_score() - how well the lines around a change fit a file
 *
 * 0: not at all; also where upstream has the same lines in that file as well.
 */
guint target_score(const struct wanted *wanted, const struct change *change,
		   struct target *target);

/** what_remains() - what of the code of a change is in this tree, for people; NULL: nothing */
char *what_remains(struct pick_job *job, const struct wanted *wanted, const struct change *change,
		   const GPtrArray *targets);

/**
 * pick_stem() - the file of the same folder and name that has another ending here
 * @path: of upstream's, which is not here
 * @out: newly allocated; stays NULL for none, and for one that upstream has besides
 * Return: false with @error when a tree cannot be read
 */
bool pick_stem(struct pick_job *job, const char *path, char **out, GError **error);

/** pick_resolve_part() - pick_resolve() for a part of a file, with this tree's words */
struct resolution *pick_resolve_part(struct pick_job *job, const char *path, GBytes *base,
				     GBytes *ours, GBytes *theirs);

/**
 * place_defined() - place the changes that are inside of definitions
 *
 * A definition is merged by itself, where one file alone has one of that name and kind, and
 * upstream has no other one of that name in that file.
 */
void place_defined(struct pick_job *job, struct wanted *wanted, const GPtrArray *targets);

/**
 * place_whole() - place all changes at once, in what is the same file under another ending
 *
 * Only where nothing of the change is left out by that.
 */
bool place_whole(struct pick_job *job, struct wanted *wanted, struct target *target);

/** place_beside() - place what upstream adds between definitions, beside one that was found */
void place_beside(struct wanted *wanted, const GPtrArray *targets);

#endif /* ENGINE_PICK_PICKABSENT_H */
