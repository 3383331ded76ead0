/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fills the signs (signs.h) of one file that git leaves to a person.
 */
#ifndef ENGINE_LADDER_EVIDENCE_H
#define ENGINE_LADDER_EVIDENCE_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/scans.h"
#include "engine/result/signs.h"
#include "format/csource.h"

/**
 * struct evidence_input - a merge, and what it was made from
 * @c: the file is C
 * @base, @theirs: upstream's file before and after, in this tree's words
 * @ours: this tree's file
 * @result: the merge
 * @regions: struct resolved *
 * @scans: of these; borrowed
 */
struct evidence_input {
	bool c;
	GBytes *base;
	GBytes *theirs;
	GBytes *ours;
	GBytes *result;
	const GPtrArray *regions;
	struct scans *scans;
};

/** evidence_find() - adds to @signs what the texts alone show */
void evidence_find(const struct evidence_input *input, struct signs *signs);

/** evidence_size() - about how many lines a change adds and removes; none in a binary file */
int evidence_size(struct scans *scans, GBytes *old, GBytes *new);

#endif /* ENGINE_LADDER_EVIDENCE_H */
