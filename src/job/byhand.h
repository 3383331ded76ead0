/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a person completes or confirms: the files of a conflict are written to a
 * scratch folder, with markers, those of a proposal as they are proposed, and
 * taken from there.
 *
 * .backstitch/conflicts/SERIES/TREE/NNNN/ has, for patch NNNN: edit/, the files
 * to edit; given/, ours/, base/ and theirs/, what they were made from; and
 * state.ini.  What was taken is kept in taken/, and edit/ does not count any more.
 */
#ifndef JOB_BYHAND_H
#define JOB_BYHAND_H

#include <glib.h>
#include <stdbool.h>

#include "engine/ladder/recorded.h"
#include "format/patch.h"
#include "job/workspace.h"
#include "tree/tree.h"

/**
 * struct byhand_place - which patch on which tree
 * @workspace: where
 * @series: its name
 * @tree: name of the tree
 * @patch: the patch, with its number
 */
struct byhand_place {
	const struct workspace *workspace;
	const char *series;
	const char *tree;
	const struct patch *patch;
};

/** byhand_is_open() - is there a patch of the series on the tree that waits for a person? */
bool byhand_is_open(const struct workspace *workspace, const char *series, const char *tree);

/**
 * byhand_waits() - does the patch wait for a person?
 * @out_folder: gets the folder to edit in, as byhand_write() gives it; NULL where there is none
 */
bool byhand_waits(const struct byhand_place *place, char **out_folder);

/**
 * struct byhand_proposal - a result that only has to be confirmed
 * @rung: that made it
 * @note: how, one line, for the message of the ported patch
 */
struct byhand_proposal {
	const char *rung;
	const char *note;
};

/**
 * byhand_write() - give a person the files
 * @drafts: struct draft *; none where no file can be completed by editing it: then the patch can
 *          only be left out
 * @proposal: NULL for a conflict
 * @out_folder: gets the folder to edit in, relative to the workspace, newly allocated; NULL where
 *              there is nothing to edit
 * @error: BS_ERROR_INPUT when there are files that were edited and not taken yet; BS_ERROR_IO
 */
bool byhand_write(const struct byhand_place *place, const GPtrArray *drafts,
		  const struct byhand_proposal *proposal, char **out_folder, GError **error);

/**
 * struct byhand - what a person made of them
 * @folder: the scratch folder
 * @drafts: struct draft *: what was given
 * @edited: GBytes *, one a draft: what came back; NULL where there is no file
 * @rung: of a proposal; NULL for a conflict
 * @note: likewise
 * @taken: it was taken in an earlier run
 * @skipped: the patch is left out
 * @by: who took it or left it out; NULL where it waits, or nobody kept the name
 */
struct byhand {
	char *folder;
	GPtrArray *drafts;
	GPtrArray *edited;
	char *rung;
	char *note;
	bool taken;
	bool skipped;
	char *by;
};

/** enum byhand_wish - what is to be done with a patch that waits for a person */
enum byhand_wish {
	BYHAND_LEAVE,	/* it waits on */
	BYHAND_TAKE,	/* what the person made of it is taken */
	BYHAND_SKIP,	/* it is left out */
};

/**
 * byhand_read() - take the files of a patch, if there are any
 * @tree: the tree as the patch finds it
 * @wish: for those that wait; what was taken before counts as long as tree and patch are what they
 *        were
 * @out: gets them, or NULL where there are none
 * @error: BS_ERROR_INPUT, for those that wait: markers are left, nothing was edited where there are
 *         none, a file was added or is something else now, all of them are gone, the tree or the
 *         patch is not what it was
 */
bool byhand_read(const struct byhand_place *place, const struct tree *tree, enum byhand_wish wish,
		 struct byhand **out, GError **error);

/** byhand_is_unchanged() - are the files as they were given? */
bool byhand_is_unchanged(const struct byhand *byhand);

/**
 * byhand_learn() - keep how the conflicts were resolved
 * @records: resolutions are added
 * @by: who, "Name <mail>"
 * @notes: gets one line for each conflict that was resolved in two ways, and is not kept
 * Return: how many resolutions are new, or are no more
 */
guint byhand_learn(const struct byhand *byhand, const struct byhand_place *place,
		   const char *by, struct records *records, GPtrArray *notes);

/**
 * byhand_finish() - they are taken: from now on they are what the patch is on the tree
 * @by: who, "Name <mail>"
 */
bool byhand_finish(const struct byhand *byhand, const char *by, GError **error);

void byhand_free(struct byhand *byhand);

typedef struct byhand byhand;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(byhand, byhand_free)

#endif /* JOB_BYHAND_H */
