/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A survey goes over all source files of a tree and shows only those whose content is new
 * since the last one, as the record of that one says.  A record holds each folder with its
 * files, a stamp for each of both, and some bytes a file that belong to the caller.
 */
#ifndef TREE_SURVEY_H
#define TREE_SURVEY_H

#include <glib.h>
#include <stdbool.h>

#include "tree/tree.h"

/** SURVEY_STAMP - bytes of a stamp */
#define SURVEY_STAMP 20

/**
 * struct survey_spec - what to go over and whom to tell
 * @below: folder or file, "" for all
 * @suffixes: NULL-terminated: ".c", ".h"; only files with such names count
 * @marks: bytes a file that @look fills
 * @old: record of an earlier survey with the same @suffixes and @marks, or NULL
 * @most: a file of more bytes is not read and has no @look; 0 for no such limit
 * @known: in a tree whose stamps are those of contents (git): asked before a file that is new or
 *         has changed is read; true: @marks, which were zeroed, are filled, and it has no @look;
 *         NULL knows nothing
 * @look: called with the content of a file that is new or has changed; @marks is zeroed; NULL:
 *        no file is read
 * @file: called for every file by path, after its @look; equal stamps, equal content
 * @problem: called with a message for a file that cannot be read; there is no @file for it
 * @data: for the functions
 */
struct survey_spec {
	const char *below;
	const char *const *suffixes;
	gsize marks;
	GBytes *old;
	gsize most;
	bool (*known)(void *data, const char *path, const guint8 *stamp, guint8 *marks);
	void (*look)(void *data, const char *path, const guint8 *stamp, const char *text,
		     gsize size, guint8 *marks);
	void (*file)(void *data, const char *path, const guint8 *stamp, const guint8 *marks);
	void (*problem)(void *data, const char *message);
	void *data;
};

/**
 * tree_survey() - go over a tree
 * @tree: where; a git tree compares ids and may take the record of another commit
 * @spec: what
 * @out_changed: is the record other than @old?
 * @error: BS_ERROR_MISSING when there is no such folder, BS_ERROR_INTERRUPTED
 *
 * Symbolic links are not followed.  On disk a stamp is made of inode, size and times; a file
 * that was changed in the last seconds is stamped by its content, and looked at again the next
 * time, as a second change may leave the times as they are.
 *
 * Return: the new record
 */
GBytes *tree_survey(const struct tree *tree, const struct survey_spec *spec, bool *out_changed,
		    GError **error);

/**
 * tree_stamp() - stamp of one path
 * @tree: where
 * @path: a file or a folder; the stamp of a folder is that of its list of names
 * @out_stamp: gets SURVEY_STAMP bytes; all zero when there is no such path
 *
 * Return: false when an equal stamp later does not show that nothing has changed
 */
bool tree_stamp(const struct tree *tree, const char *path, guint8 *out_stamp);

#endif /* TREE_SURVEY_H */
