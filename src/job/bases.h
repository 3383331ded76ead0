/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a patch was made on, looked for in the repositories that are at hand: the commit that it
 * is, the files that its index lines name, or the commit that the series says it stands on.
 */
#ifndef JOB_BASES_H
#define JOB_BASES_H

#include <glib.h>
#include <stdbool.h>

#include "format/series.h"
#include "tree/objects.h"

struct bases;

/**
 * bases_new() - get ready to look
 * @objects: where it is looked, and where new trees go; borrowed
 * @repositories: char *: looked in as well; those that cannot be read are passed over
 * @series: that the patches are of; borrowed
 */
struct bases *bases_new(struct objects *objects, const GPtrArray *repositories,
			const struct series *series);

/**
 * struct base - what was found
 * @upstream: 40 digits of the commit that the patch is; "" where it is not known as one
 * @parent: its parent, from 1, where it has several; else 0
 * @base: id of the tree that it was made on, null for none
 * @theirs: id of that tree with the patch
 * @guess: only the files that the patch changes are known, the others of @base are some tree's
 */
struct base {
	char upstream[OBJECT_ID_HEX + 1];
	unsigned int parent;
	struct object_id base;
	struct object_id theirs;
	bool guess;
};

/**
 * bases_find() - what was this patch made on?
 * @ours: tree that other files are taken from when nothing nearer is known; NULL for none
 * @out: filled
 * Return: false when nobody has it
 */
bool bases_find(struct bases *bases, const struct patch *patch, const struct object_id *ours,
		struct base *out);

void bases_free(struct bases *bases);

typedef struct bases bases;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(bases, bases_free)

#endif /* JOB_BASES_H */
