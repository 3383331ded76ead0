/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions around a port: is the change in already, does the tree have what it
 * fixes, and what does the result do differently from upstream?
 */
#ifndef ENGINE_JUDGE_JUDGE_H
#define ENGINE_JUDGE_JUDGE_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/image.h"
#include "format/patch.h"
#include "tree/tree.h"

/**
 * judge_present() - is the patch in the tree already, by content?
 * @tree: the tree
 * @patch: the patch
 * @replaced: as in stays_of_patch(): for who can look into upstream's whole file afterwards
 * @out_evidence: one line, set when it is, and also when only a line of stays_of_patch() speaks
 *                against it; newly allocated
 *
 * Every hunk's post-image must stand in its function, comments and layout apart, and
 * its pre-image must not; nor may a line that it removes stand elsewhere in the function.
 */
bool judge_present(const struct tree *tree, const struct patch *patch, bool replaced,
		   char **out_evidence);

/**
 * judge_adds_again() - does the code that a hunk adds, and removes nothing for, stand already?
 * @image: the tree's file
 *
 * Anywhere in the function that the hunk names, whatever is around it there.
 */
bool judge_adds_again(const struct image *image, const struct hunk *hunk);

/**
 * judge_reference() - is the patch in the tree already, by what its history says?
 * @tree: a git tree; others have no history
 * @patch: the patch; without an upstream commit, or its own, nothing is found
 * @out_evidence: one line, set when it is; newly allocated
 * @out_reverted: as in history_find()
 */
bool judge_reference(const struct tree *tree, const struct patch *patch, char **out_evidence,
		     char **out_reverted);

/** enum as_before - in how much of what a patch changes a tree has upstream's text before it */
enum as_before {
	AS_BEFORE_NOT,		/* not in all of it, or it is not known */
	AS_BEFORE_DEFINITIONS,	/* in all functions and other definitions that it changes */
	AS_BEFORE_FILES,	/* in all files that it changes */
};

/**
 * judge_as_before() - is what a patch changes in the tree as if the patch had never been there?
 *
 * Byte for byte.  Files by the ids of their blobs, which a patch tells; definitions where the
 * tree's repository has these blobs.  Of files that the patch makes or moves nothing is known.
 */
enum as_before judge_as_before(const struct tree *tree, const struct patch *patch);

/**
 * judge_patch_id() - is the patch in the tree already, as a commit that makes the same change?
 * @tree: a git tree; others have no history
 * @patch: the patch; without an upstream commit nothing is found
 * @out_evidence: one line, set when it is; newly allocated
 * @out_reverted: as in history_find(), where it is NULL so far
 *
 * Takes a while the first time: git compares the commits that change these files.
 */
bool judge_patch_id(const struct tree *tree, const struct patch *patch, char **out_evidence,
		    char **out_reverted);

/**
 * judge_not_affected() - does the tree lack what the patch changes?
 * @tree: the tree
 * @patch: the patch
 * @out_evidence: one line, set when it is not affected, and also when only some of it is
 *                missing (where the rest was found); NULL when all files are there
 *
 * Not affected is a tree that has none of the patch's files, nor the functions that the patch
 * changes, nor lines or names on the lines it removes that hardly any file has.  In a folder
 * all sources are looked through, in a git tree the part where such code would live.
 */
bool judge_not_affected(const struct tree *tree, const struct patch *patch,
			char **out_evidence);

/**
 * judge_fixed_absent() - does the tree's history lack every commit that the patch fixes?
 * @tree: a git tree; others have no history
 * @patch: the patch; without "Fixes:" lines nothing is known
 * @out_evidence: one line, set when it does; newly allocated
 *
 * Asked when nothing brings the patch in: that the commit it names is not here does not say
 * that an older one did not make the same mistake.
 */
bool judge_fixed_absent(const struct tree *tree, const struct patch *patch,
			char **out_evidence);

/**
 * judge_fixed_stands() - is the code of what the patch fixes in the tree all the same?
 * @tree: a git tree
 * @patch: the patch
 * @files: struct picked_file *: where its files are in the tree
 * @out_line: one of the lines; newly allocated
 *
 * It may have come in one commit with much else, which names nothing.  Of the lines that a
 * commit of the Fixes: lines adds to a file that the patch changes, and that the file had not
 * before, at least half must stand in this tree's file.
 */
bool judge_fixed_stands(const struct tree *tree, const struct patch *patch,
			const GPtrArray *files, char **out_line);

/**
 * judge_stands() - does what the patch changes stand in the tree?
 * @tree: the tree
 * @patch: the patch
 * @files: struct picked_file *: where its files are in the tree
 *
 * At least half of the hunks that remove lines find them; of a patch that only adds, half of
 * them find the lines around.
 */
bool judge_stands(const struct tree *tree, const struct patch *patch, const GPtrArray *files);

/**
 * judge_residue() - what a port does differently, context differences set aside
 * @before: the tree
 * @after: with the port
 * @patch: upstream's
 * @residue: char *: a line is added for each difference: tokens added or removed that
 *           upstream does not, comments not carried
 */
void judge_residue(const struct tree *before, const struct tree *after,
		   const struct patch *patch, GPtrArray *residue);

/**
 * judge_adapted() - names in the changed lines that are spelled differently here
 * @before: the tree
 * @after: with the port
 * @patch: upstream's
 * @adapted: char *: "PATH uses KVM_BUG_ON() where upstream uses TDX_BUG_ON()", or, where the
 *           names are only more or fewer and some tell anything, "PATH: the changed lines also
 *           have kfree() here"; of names that are only on lines which go, "PATH removes …" and
 *           "PATH: the removed lines …"; keywords are no names, and lines around say nothing
 */
void judge_adapted(const struct tree *before, const struct tree *after,
		   const struct patch *patch, GPtrArray *adapted);

#endif /* ENGINE_JUDGE_JUDGE_H */
