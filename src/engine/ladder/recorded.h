/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Resolutions that people made, kept so that the same conflict on the next tree
 * is solved by them: the idea of git rerere, keyed by the code of the conflict
 * and not by its bytes, and in a text file that can be read, reviewed, merged
 * and shared.  Documentation/resolutions.rst has the format.
 *
 * Two conflicts are the same when base, ours and theirs have the same tokens,
 * blanks and comments apart.  Files that are no C are compared byte for byte.
 * Conflicts of few tokens must have the same lines around them as well.
 */
#ifndef ENGINE_LADDER_RECORDED_H
#define ENGINE_LADDER_RECORDED_H

#include <glib.h>
#include <stdbool.h>

#include "engine/merge/threeway.h"

struct records;

struct records *records_new(void);
void records_free(struct records *records);

/** records_count() - how many there are */
guint records_count(const struct records *records);

/**
 * records_load() - add what a file holds
 * @path: a file that is not there holds nothing
 * @error: BS_ERROR_INPUT with file, line and what is wrong: no such file, a text that is not what
 *         its key says, two resolutions of one conflict; nothing is added then.  BS_ERROR_LIMIT
 */
bool records_load(struct records *records, const char *path, GError **error);

/** records_parse() - records_load() of what @path has in it; @path is for messages */
bool records_parse(struct records *records, GBytes *bytes, const char *path, GError **error);

/** records_text() - all, by key, as records_save() writes them; newly allocated */
char *records_text(const struct records *records);

/** records_save() - write all, by key; BS_ERROR_IO */
bool records_save(const struct records *records, const char *path, GError **error);

/**
 * records_find() - the text that a person put in the place of the same conflict
 * @path: in the tree; decides whether it is C
 * @region: a conflict of @merge
 * @out_note: gets who did, and on which tree, one line; newly allocated; may be NULL
 * Return: the text, newly allocated, with the indentation and the comments of this tree; NULL
 *         when nobody did, or when what differs in blanks and comments leaves a doubt
 */
GBytes *records_find(const struct records *records, const char *path, const struct threeway *merge,
		     const struct region *region, char **out_note);

/**
 * struct record_about - where resolutions come from
 * @path: file in the tree
 * @upstream, @tree, @by: as in struct record
 */
struct record_about {
	const char *path;
	const char *upstream;
	const char *tree;
	const char *by;
};

/**
 * records_learn() - keep how a person resolved the conflicts of a file
 * @merge: of the file, as git leaves it
 * @marked: what the person was given, from threeway_marked() of the same files: what is between
 *          markers there was open
 * @edited: what came back
 * @out_open: how many were open; may be NULL
 * Return: how many were kept: all or none, as edits elsewhere in the file may be half of the
 *         solution
 *
 * Of a conflict that is known already the new solution is kept, and that there were two.
 */
guint records_learn(struct records *records, const struct record_about *about,
		    const struct threeway *merge, GBytes *marked, GBytes *edited,
		    guint *out_open);

/**
 * records_take() - what was learnt from one patch on one tree becomes part of what is known
 * @learnt: from it alone, by records_learn(); is empty then
 * @twice: gets char *, the file of each conflict that was solved in two ways: neither is kept, nor
 *         what was known of it, as its lines do not tell when it is solved in which
 * Return: how many are new, or are no more
 */
guint records_take(struct records *records, struct records *learnt, GPtrArray *twice);

typedef struct records records;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(records, records_free)

#endif /* ENGINE_LADDER_RECORDED_H */
