/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Do the files of a merge have room where they go?  A file may come where a
 * folder is, or below what is a file, as long as that goes away itself.
 */
#ifndef ENGINE_MERGE_TREEPLACES_H
#define ENGINE_MERGE_TREEPLACES_H

#include <glib.h>
#include <stdbool.h>

#include "tree/objects.h"

/**
 * merge_check_places() - refuse the files that something stands in the way of
 * @objects: the repository
 * @ours: the tree to port to
 * @files: struct file_merge *, settled; those without room become MERGE_REFUSED and @blocked
 */
bool merge_check_places(struct objects *objects, const struct object_id *ours,
			const GPtrArray *files, GError **error);

#endif /* ENGINE_MERGE_TREEPLACES_H */
