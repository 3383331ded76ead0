/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Conflicts in files on disk, with markers for a person to edit.
 */
#ifndef JOB_CONFLICTS_H
#define JOB_CONFLICTS_H

#include <glib.h>
#include <stdbool.h>

#include "tree/objects.h"

/**
 * conflicts_folder() - a folder that may be written to
 * @folder: must not be there, or be empty
 * @error: BS_ERROR_INPUT
 */
bool conflicts_folder(const char *folder, GError **error);

/**
 * conflicts_export() - write the files of a tree that differ from another's
 * @onto: a commit
 * @tree: a tree made from its
 * @folder: where to
 * @error: BS_ERROR_IO, BS_ERROR_UNSAFE, BS_ERROR_MISSING
 *
 * Only files are written: links and submodules are left out, and what @tree has not, is not
 * there.
 */
bool conflicts_export(struct objects *objects, const char *onto, const struct object_id *tree,
		      const char *folder, GError **error);

#endif /* JOB_CONFLICTS_H */
