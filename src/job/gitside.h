/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What git has for a run of ports to one tree: a picker, what each patch was made on, and the
 * tree as it is after each port.
 */
#ifndef JOB_GITSIDE_H
#define JOB_GITSIDE_H

#include <glib.h>
#include <stdbool.h>

#include "engine/pick/pick.h"
#include "engine/port/portpatch.h"
#include "format/series.h"
#include "tree/tree.h"

struct gitside;

/**
 * gitside_open() - get ready to port to a git tree
 * @tree: a git tree
 * @repositories: char *: where else objects may be; those that cannot be read are passed over
 * @series: what is ported; borrowed
 * @known: what the picker is to know; where objects go, and that names are learnt and conflicts
 *         marked, is added
 * @error: BS_ERROR_IO, BS_ERROR_MISSING
 */
struct gitside *gitside_open(const struct tree *tree, const GPtrArray *repositories,
			     const struct series *series, const struct pick_options *known,
			     GError **error);

/**
 * gitside_source() - what git knows of a patch
 * @out: filled; valid until the next call
 * Return: false when no repository has what the patch was made on
 */
bool gitside_source(struct gitside *side, const struct patch *patch, struct port_source *out);

/**
 * gitside_upstream() - upstream's version of a file, of the patch that was asked for last
 * @after: with the patch; else before it
 * Return: NULL when there is no such file
 */
GBytes *gitside_upstream(const struct gitside *side, bool after, const char *path);

/** gitside_advance() - the tree is now as an overlay on it has it */
bool gitside_advance(struct gitside *side, const struct tree *after, GError **error);

/** gitside_tree() - id of the tree with all that was ported */
const struct object_id *gitside_tree(const struct gitside *side);

/** gitside_words() - those of the tree with all that was ported; borrowed, until it moves on */
const struct words *gitside_words(const struct gitside *side);

/** gitside_objects() - where its objects are; borrowed */
struct objects *gitside_objects(const struct gitside *side);

void gitside_free(struct gitside *side);

typedef struct gitside gitside;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gitside, gitside_free)

#endif /* JOB_GITSIDE_H */
