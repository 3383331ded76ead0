/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The draft of a pick that is a conflict.
 */
#ifndef ENGINE_PICK_DRAFT_PICK_H
#define ENGINE_PICK_DRAFT_PICK_H

#include "engine/ladder/draft.h"
#include "engine/pick/pick.h"

/**
 * drafts_of_pick() - all files of it, those without markers as well
 * @objects: has the result
 * @ours: the tree that was ported to
 * @picked: made with marks; its own drafts go over
 * Return: struct draft *, one for each file that changes; NULL where not all can be completed by
 *         editing
 */
GPtrArray *drafts_of_pick(struct objects *objects, const struct object_id *ours,
			  struct picked *picked);

/**
 * drafts_name_upstream() - say what upstream calls the files
 * @files: struct picked_file *: of the result that the drafts are of
 */
void drafts_name_upstream(GPtrArray *drafts, const GPtrArray *files);

#endif /* ENGINE_PICK_DRAFT_PICK_H */
