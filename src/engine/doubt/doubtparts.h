/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of doubt.h. */
#ifndef ENGINE_DOUBT_DOUBTPARTS_H
#define ENGINE_DOUBT_DOUBTPARTS_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/scans.h"
#include "format/csource.h"
#include "format/linediff.h"

struct signs;

enum { BASE, THEIRS, OURS, RESULT, VERSIONS };

/**
 * struct scene - the four versions of a file
 * @bytes: borrowed
 * @scans: of these; borrowed
 * @here: struct change, ours to result; borrowed
 * @added: guint, tokens of the result in lines that ours has not; when it is asked for
 * @touched: names of the definitions that differ between ours and the result; likewise
 * @counts: name of a function -> its words: struct line -> count
 * @calls, @members: name, struct line -> what doubt-compile.c keeps of its uses; likewise
 */
struct scene {
	GBytes *bytes[VERSIONS];
	struct scans *scans;
	const GArray *here;
	GArray *added;
	GHashTable *touched;
	GHashTable *counts[VERSIONS];
	GHashTable *calls[VERSIONS];
	GHashTable *members[VERSIONS];
};

/** scene_source() - a version, scanned */
const struct csource *scene_source(struct scene *scene, int version);

/** scene_lines() - a version's lines: struct line */
const GArray *scene_lines(struct scene *scene, int version);

/** scene_there() - what upstream changes: struct change */
const GArray *scene_there(struct scene *scene);

/** scene_added() - tokens of the result in lines that ours has not: guint, in order */
const GArray *scene_added(struct scene *scene);

/** scene_touched() - a set: names of the definitions that differ between ours and the result */
GHashTable *scene_touched(struct scene *scene);

/** scene_find() - what @find says of the first of these of which it says something, or NULL */
char *scene_find(struct scene *scene, char *(*find)(struct scene *scene, const char *name));

/** scene_changed() - is a line of the result, from 0, one that ours has not? */
bool scene_changed(const struct scene *scene, guint line);

/** scene_first_changed() - the first of some lines, guint, that is one; else the last of them */
guint scene_first_changed(const struct scene *scene, const GArray *lines);

/**
 * scene_is_apart() - is a variable of the result in a block, or in a "for", of its own?
 * @i: the token where a line that came declares it
 *
 * All else that is called so in the function is in others, with a declaration there.
 */
bool scene_is_apart(struct scene *scene, guint i, const struct cregion *function);

/**
 * scene_names() - a variable of upstream's in a function that has it not, or as another one
 * @returns: and a value returned where there is none to return, or none where there is
 * Return: one line for people, newly allocated, or NULL; so those below
 */
char *scene_names(struct scene *scene, bool returns);

/** scene_strayed() - a line changes in another function than upstream, which changes there too */
char *scene_strayed(struct scene *scene);

/** scene_unused() - a variable that is left without a use */
char *scene_unused(struct scene *scene);

/** scene_undeclared() - a variable is used, and declared no more */
char *scene_undeclared(struct scene *scene);

/** scene_dropped() - likewise, where upstream's function has no use of it any more */
char *scene_dropped(struct scene *scene);

/** scene_pointers() - a member of a pointer is asked for where it is a structure, or otherwise */
char *scene_pointers(struct scene *scene);

/** scene_addresses() - a function gets an address where this file passes something else, or so */
char *scene_addresses(struct scene *scene);

/** scene_commas() - an element of an initialiser ends without a comma */
char *scene_commas(struct scene *scene);

/** scene_order() - what upstream has in front of a line stands behind it here, or otherwise */
char *scene_order(struct scene *scene);

/** scene_heads() - an "else", "case" or #else comes, and what it goes on with is not here */
char *scene_heads(struct scene *scene);

/** scene_blocks() - a line is indented otherwise than the block that it comes to be in */
char *scene_blocks(struct scene *scene);

/** scene_likeness() - how alike the definitions are that the result changes: SIGN_function */
void scene_likeness(struct scene *scene, struct signs *signs);

#endif /* ENGINE_DOUBT_DOUBTPARTS_H */
