/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A port that a person completes: the files of a conflict, with markers where
 * something is open; or of a proposal, as it is.
 */
#ifndef ENGINE_LADDER_DRAFT_H
#define ENGINE_LADDER_DRAFT_H

#include <glib.h>
#include <stdbool.h>

#include "engine/ladder/recorded.h"
#include "format/patch.h"
#include "tree/tree.h"

/**
 * struct draft - one file of it
 * @path: in the tree
 * @from: where @ours is in the tree: upstream gives it a new name, or copies it; NULL for @path
 * @upstream: what upstream calls it, where that is another name; else NULL
 * @kind: what it will be
 * @ours: what the tree has, see tree_side(); NULL where there is nothing
 * @given: the file for the person; NULL where the change removes it
 * @markers: length of the conflict markers in @given; 0 where nothing is open
 * @whole: all of the file is in question, and no markers show where: @given is the tree's
 * @lost: hunks that have no place in the file, and stand at its end, between markers
 * @note: of what a person resolved before, one line, or NULL
 * @base, @theirs: where a conflict is open, or was: upstream's file before and after the change
 * @file: of a patch whose base is not at hand: what it comes from; borrowed from there
 */
struct draft {
	char *path;
	char *from;
	char *upstream;
	enum tree_entry kind;
	GBytes *ours;
	GBytes *given;
	unsigned int markers;
	bool whole;
	unsigned int lost;
	char *note;
	GBytes *base;
	GBytes *theirs;
	const struct file_diff *file;
};

/**
 * drafts_of_patch() - of a patch whose base is not at hand
 * @tree: what it conflicts with
 * @patch: the patch
 * @records: resolutions that are made already, or NULL
 * @out_why: gets why there is none, one line
 * Return: struct draft *, one a path; NULL when a file cannot be completed by editing it
 */
GPtrArray *drafts_of_patch(const struct tree *tree, const struct patch *patch,
			   const struct records *records, char **out_why);

struct draft *draft_new(const char *path);
void draft_free(struct draft *draft);

/** drafts_new() - an empty array of struct draft * that frees them */
GPtrArray *drafts_new(void);

/** draft_find() - the one of @path, or NULL */
struct draft *draft_find(const GPtrArray *drafts, const char *path);

/** draft_goes() - does upstream's patch delete the file, or give it another name? */
bool draft_goes(const struct draft *draft, const struct patch *patch);

/**
 * draft_open_line() - the first conflict marker that is left in an edited file
 * @markers: their length
 * Return: its line, from 1; 0 when there is none
 */
size_t draft_open_line(GBytes *edited, unsigned int markers);

#endif /* ENGINE_LADDER_DRAFT_H */
