/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Code of a file that this tree lacks, in other files: between the files of
 * engine/ that look for it.
 */
#ifndef ENGINE_PICKABSENT_H
#define ENGINE_PICKABSENT_H

#include "engine/definitions.h"
#include "engine/pickfile.h"
#include "engine/wordbits.h"

/**
 * struct target - a file that may have the code
 * @path, @item: in the tree ported to
 * @before: as it is there, or as the pick has made it so far
 * @now: with what was placed in it
 * @twin: what upstream has at that path before its commit; NULL when it has nothing there
 * @now_words, @twin_words: of these; NULL until they are asked for
 * @definitions: of @now, @twin_definitions: of @twin; NULL until they are asked for
 * @signs: what is seen of what was placed
 */
struct target {
	char *path;
	struct tree_item item;
	GBytes *before;
	GBytes *now;
	GBytes *twin;
	struct word_bits *now_words;
	struct word_bits *twin_words;
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
 */
struct wanted {
	struct definitions *base;
	struct definitions *theirs;
	GArray *changes;
	bool *placed;
	bool code;
};

/** target_put() - takes over @text as what the file is now */
void target_put(struct target *target, GBytes *text);

/** target_has() - does a line, without blanks at its ends, stand in the file as it is now? */
bool target_has(struct target *target, const struct line *line);

/** target_twin_has() - likewise in upstream's file of that path */
bool target_twin_has(struct target *target, const struct line *line);

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

/** place_beside() - place what upstream adds between definitions, beside one that was found */
void place_beside(struct wanted *wanted, const GPtrArray *targets);

#endif /* ENGINE_PICKABSENT_H */
