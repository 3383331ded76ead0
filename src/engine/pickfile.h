/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One file of a pick; for the files of engine/ that make up a pick.
 */
#ifndef ENGINE_PICKFILE_H
#define ENGINE_PICKFILE_H

#include "engine/pick.h"
#include "engine/treemerge.h"

/** struct picker - what is kept from pick to pick */
struct picker {
	struct pick_options options;
	struct objects *objects;
	struct similarity *similarity;
	struct calibration *shipped; /* when the options name none */
};

/**
 * struct pick_job - one pick under way
 * @picker: whose
 * @objects: of the picker
 * @onto, @upstream: the two commits
 * @base, @ours, @theirs: their trees; @base null for a first commit
 * @deltas: upstream's change
 * @files: struct file_merge *
 * @edits: what the result changes in @ours
 * @absent: evidence that this tree lacks what a file is about, or NULL
 */
struct pick_job {
	struct picker *picker;
	struct objects *objects;
	struct commit *onto;
	struct commit *upstream;
	struct object_id base;
	struct object_id ours;
	struct object_id theirs;
	GArray *deltas;
	GPtrArray *files;
	GArray *edits;
	char *absent;
};

/**
 * pick_file() - settle one file: adds a struct picked_file, and what changes to the edits
 * Return: false with @error when an object cannot be read
 */
bool pick_file(struct pick_job *job, const struct file_merge *file, struct picked *picked,
	       GError **error);

/**
 * pick_judge() - what a result whose files are all settled is worth
 *
 * Sets the claim, its precision, and whether the outcome is ported or proposed.
 */
void pick_judge(const struct calibration *calibration, struct picked *picked);

#endif /* ENGINE_PICKFILE_H */
